// What open pages, and the index that they make the collector build, cost a backfill without a limit: equal histories in turns, with
// nobody looking, with one question that starts the index, and with many pages on the screen with live events.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readsAll, simulatedWorkspaces } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { count, median, ratio, seconds } from '../harness/numbers.mjs';
import { isDone, withServedRun } from '../harness/served-run.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';
import { withPages } from './with-pages.mjs';

const EVENTS = 200_000;
const HISTORY_DAYS = 90;
const ROUNDS = 7;
const PAGES = 50;
const LEAST_RATIO = 0.95;
const LOOK_MS = 1000;

/** Findings. */
export async function besidePages(scale) {
  const events = EVENTS * scale;
  const workspaces = simulatedWorkspaces(1);
  const simulator = { events, historyDays: HISTORY_DAYS, tokens: [], workspaces };
  const rounds = await withSimulator(simulator, async ({ url }) => {
    const backfill = (beside) => measureBackfill({ url, workspaces, events, beside });
    // The first one warms the simulator up and is not counted.
    await backfill(nobody);
    const measured = [];
    while (measured.length < ROUNDS) {
      measured.push({
        bare: await backfill(nobody),
        index: await backfill(oneQuestion),
        pages: await backfill(manyPages),
      });
    }
    return measured;
  });
  const of = (which, what) => median(rounds.map((round) => round[which][what]));
  const compare = (which) => median(rounds.map((round) => round.bare.ms / round[which].ms));
  const note = (which) =>
    `${count(events / (of(which, 'ms') / 1000))} and ${count(events / (of('bare', 'ms') / 1000))} events/s; CPU ${seconds(of(which, 'cpuMs'))} and ${seconds(of('bare', 'cpuMs'))}; ${ROUNDS} pairs`;
  const last = rounds.at(-1).pages.seen;
  return [
    {
      what: `backfill of ${count(events)} events beside ${PAGES} open pages ÷ beside none`,
      measured: ratio(compare('pages')),
      bound: `> ${LEAST_RATIO}`,
      isMet: compare('pages') > LEAST_RATIO,
      note: `${note('pages')}; ${last.streams} streams, ${last.answers} answers, ${last.failures} failures, longest ${seconds(last.longestMs)}`,
    },
    {
      what: 'the same beside nothing but the building of the index',
      measured: ratio(compare('index')),
      bound: `> ${LEAST_RATIO}`,
      isMet: compare('index') > LEAST_RATIO,
      note: note('index'),
    },
  ];
}

/** Milliseconds from the first stored event to the last, the CPU of the collector until everything was delivered, and what pages saw. */
function measureBackfill({ url, workspaces, events, beside }) {
  return inFolder((folder) =>
    withServedRun(
      { folder, url, workspaces, settings: readsAll(HISTORY_DAYS), lookMs: LOOK_MS },
      async (run) => {
        const seen = await beside(run, () => run.until(isDone(events)));
        const journal = new Database(join(folder, 'journal.db'), { readonly: true });
        const { ms } = journal.prepare('SELECT max(first_seen) - min(first_seen) AS ms FROM events').get();
        journal.close();
        return { ms, cpuMs: run.usage.at(-1).cpuMs, seen };
      },
    ),
  );
}

const nobody = (_run, untilDone) => untilDone();

async function oneQuestion({ ask }, untilDone) {
  await ask('/api/events?limit=1');
  await untilDone();
}

function manyPages({ url }, untilDone) {
  return withPages(url, PAGES, async (seen) => {
    await untilDone();
    return seen();
  });
}
