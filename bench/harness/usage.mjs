// What a process used between two moments, from the reports of report-usage.mjs.

/** Share of one core and highest RSS between two moments, epoch milliseconds. */
export function usageBetween(usage, from, to) {
  const samples = usage.filter(({ at }) => at >= from && at <= to);
  const [first, last] = [samples.at(0), samples.at(-1)];
  if (first === undefined || last.at === first.at)
    throw new Error('The process was not watched long enough.');
  return {
    coreShare: (last.cpuMs - first.cpuMs) / (last.at - first.at),
    rssBytes: Math.max(...samples.map(({ rssBytes }) => rssBytes)),
  };
}
