// The cost of idling: `run` over 50 workspaces in which nothing happens, with default settings.
import { count, megabytes, percent } from '../harness/numbers.mjs';
import { watchRun } from '../harness/watch-run.mjs';

const WORKSPACES = 50;
const MOST_OF_A_CORE = 0.02;
const MOST_BYTES = 120 * 2 ** 20;
const SIMULATOR = { events: 200, historyDays: 30, livePerMinute: 0 };

export async function idling(scale) {
  const watchMs = 90_000 * Math.max(scale, 0.4);
  const seen = await watchRun({
    workspaces: WORKSPACES,
    simulator: SIMULATOR,
    settings: [],
    warmUpMs: 10_000,
    watchMs,
  });
  return [
    {
      what: `idling, ${WORKSPACES} quiet workspaces, CPU`,
      measured: `${percent(seen.coreShare)} of a core`,
      bound: `< ${percent(MOST_OF_A_CORE)}`,
      isMet: seen.coreShare < MOST_OF_A_CORE,
      note: `${count(seen.requests.length)} requests in ${watchMs / 1000} s`,
    },
    {
      what: `idling, ${WORKSPACES} quiet workspaces, RSS`,
      measured: megabytes(seen.rssBytes),
      bound: `≤ ${megabytes(MOST_BYTES)}`,
      isMet: seen.rssBytes <= MOST_BYTES,
    },
  ];
}
