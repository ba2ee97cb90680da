// Many workspaces in one process: 500, each polled every ten seconds, with an event a minute in each.
import { count, megabytes, percent, seconds } from '../harness/numbers.mjs';
import { watchRun } from '../harness/watch-run.mjs';

const WORKSPACES = 500;
const POLL_MS = 10_000;
/** A pull counts as on time where it begins no later than this after the one before. */
const ON_TIME_MS = POLL_MS * 1.1;
/** Requests of a workspace that lie closer together belong to one pull. */
const ONE_PULL_MS = POLL_MS / 2;
const SIMULATOR = { events: 100, historyDays: 30, livePerMinute: 1 };

export async function manyWorkspaces() {
  const settings = [`poll_interval: ${POLL_MS / 1000}s`];
  const seen = await watchRun({
    workspaces: WORKSPACES,
    simulator: SIMULATOR,
    settings,
    warmUpMs: 30_000,
    watchMs: 45_000,
  });
  const gaps = gapsBetweenPulls(seen);
  const late = gaps.filter((gap) => gap > ON_TIME_MS).length;
  return [
    {
      what: `${WORKSPACES} workspaces polled every ${POLL_MS / 1000} s, CPU`,
      measured: `${percent(seen.coreShare)} of a core`,
      bound: '< 100 %',
      isMet: seen.coreShare < 1,
      note: `${count(seen.requests.length)} requests in ${seconds(seen.to - seen.from)}; RSS ${megabytes(seen.rssBytes)}`,
    },
    {
      what: `${WORKSPACES} workspaces polled every ${POLL_MS / 1000} s, late pulls`,
      measured: count(late),
      bound: '0',
      isMet: late === 0,
      note: `of ${count(gaps.length)}; longest ${seconds(Math.max(...gaps))} after the one before; on time is up to ${seconds(ON_TIME_MS)}`,
    },
  ];
}

/** From pull to pull of each workspace; one that was not polled at all shows as the whole time. */
function gapsBetweenPulls({ requests, from, to }) {
  const pulls = new Map(Array.from({ length: WORKSPACES }, (_, index) => [1000 + index, []]));
  for (const { workspace, time } of requests) {
    const times = pulls.get(workspace);
    if (time - (times.at(-1) ?? Number.NEGATIVE_INFINITY) > ONE_PULL_MS) times.push(time);
  }
  return [...pulls.values()].flatMap((times) =>
    [...times, to].map((time, index) => time - (times[index - 1] ?? from)),
  );
}
