// Memory of the collector's process while a million events move from Workato through the journal to a file.
import { syncArguments, WITH_TOKEN } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { count, megabytes, ratio, seconds } from '../harness/numbers.mjs';
import { runNode } from '../harness/start-node.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const EVENTS = 1_000_000;
const HISTORY_DAYS = 360;
const MOST_BYTES = 150 * 2 ** 20;
/** Memory counts as flat where the last three quarters of the time need no more than this much of what the first needed. */
const MOST_GROWTH = 1.1;

export async function memory(scale) {
  const events = EVENTS * scale;
  const { usage, wallMs } = await withSimulator({ events, historyDays: HISTORY_DAYS }, ({ url }) =>
    inFolder((folder) =>
      runNode(syncArguments(url, { historyDays: HISTORY_DAYS }), { cwd: folder, env: WITH_TOKEN }),
    ),
  );
  const { peakRssBytes } = usage.at(-1);
  const quarters = [0, 1, 2, 3].map((quarter) => highest(usage, quarter));
  const growth = Math.max(...quarters.slice(1)) / quarters[0];
  return [
    {
      what: `memory, ${count(events)} events, peak RSS`,
      measured: megabytes(peakRssBytes),
      bound: `≤ ${megabytes(MOST_BYTES)}`,
      isMet: peakRssBytes <= MOST_BYTES,
      note: `in ${seconds(wallMs)}`,
    },
    {
      what: 'memory, highest of the last three quarters ÷ of the first',
      measured: ratio(growth),
      bound: `≤ ${MOST_GROWTH}`,
      isMet: growth <= MOST_GROWTH,
      note: `by quarter: ${quarters.map(megabytes).join(', ')}`,
    },
  ];
}

function highest(usage, quarter) {
  const first = Math.floor((usage.length * quarter) / 4);
  const samples = usage.slice(first, Math.max(first + 1, Math.floor((usage.length * (quarter + 1)) / 4)));
  return Math.max(...samples.map(({ rssBytes }) => rssBytes));
}
