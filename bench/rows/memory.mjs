// Memory of the collector's process while a million events move from Workato through the journal to a file.
import { syncArguments, WITH_TOKEN } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { judgeGrowth } from '../harness/judge-growth.mjs';
import { count, megabytes, seconds } from '../harness/numbers.mjs';
import { runNode } from '../harness/start-node.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const EVENTS = 1_000_000;
const HISTORY_DAYS = 360;
const MOST_BYTES = 150 * 2 ** 20;

export async function memory(scale) {
  const events = EVENTS * scale;
  const { usage, wallMs } = await withSimulator({ events, historyDays: HISTORY_DAYS }, ({ url }) =>
    inFolder((folder) =>
      runNode(syncArguments(url, { historyDays: HISTORY_DAYS }), { cwd: folder, env: WITH_TOKEN }),
    ),
  );
  const { peakRssBytes } = usage.at(-1);
  return [
    {
      what: `memory, ${count(events)} events, peak RSS`,
      measured: megabytes(peakRssBytes),
      bound: `≤ ${megabytes(MOST_BYTES)}`,
      isMet: peakRssBytes <= MOST_BYTES,
      note: `in ${seconds(wallMs)}`,
    },
    judgeGrowth('memory', usage),
  ];
}
