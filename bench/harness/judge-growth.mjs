// Whether the memory of a process is flat, from the reports of report-usage.mjs.
import { megabytes, ratio } from './numbers.mjs';

/** Memory counts as flat where the last three quarters of the time need no more than this much of what the first needed. */
const MOST_GROWTH = 1.1;

/** A finding. */
export function judgeGrowth(what, usage) {
  const quarters = [0, 1, 2, 3].map((quarter) => highest(usage, quarter));
  const growth = Math.max(...quarters.slice(1)) / quarters[0];
  return {
    what: `${what}, highest of the last three quarters ÷ of the first`,
    measured: ratio(growth),
    bound: `≤ ${MOST_GROWTH}`,
    isMet: growth <= MOST_GROWTH,
    note: `by quarter: ${quarters.map(megabytes).join(', ')}`,
  };
}

function highest(usage, quarter) {
  const first = Math.floor((usage.length * quarter) / 4);
  const samples = usage.slice(first, Math.max(first + 1, Math.floor((usage.length * (quarter + 1)) / 4)));
  return Math.max(...samples.map(({ rssBytes }) => rssBytes));
}
