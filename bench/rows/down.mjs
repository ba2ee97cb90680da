// Memory of a collector whose only destination refuses connections from its start to its end, while a history flows into its journal.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { readsAll, simulatedWorkspaces, startRun } from '../harness/collector.mjs';
import { freePort } from '../harness/free-port.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { judgeGrowth } from '../harness/judge-growth.mjs';
import { count, megabytes, seconds } from '../harness/numbers.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const EVENTS = 500_000;
const HISTORY_DAYS = 180;
const LOOK_MS = 500;
/** Watched on after the last event has arrived, for such a share of the time that this took. */
const WATCH_ON = 0.5;

export async function down(scale) {
  const events = EVENTS * scale;
  const workspaces = simulatedWorkspaces(1);
  const simulator = { events, historyDays: HISTORY_DAYS, tokens: [], workspaces };
  const { usage, arrivedMs, waiting, delivered } = await withSimulator(simulator, ({ url }) =>
    inFolder(async (folder) => collect(folder, url, workspaces, events)),
  );
  const finding = judgeGrowth(`memory with a destination down, ${count(events)} events`, usage);
  const peak = megabytes(usage.at(-1).peakRssBytes);
  return [
    {
      ...finding,
      isMet: finding.isMet && waiting === events && delivered === 0,
      note: `${finding.note}; peak ${peak}; ${count(waiting)} waiting, ${count(delivered)} delivered; the last arrived after ${seconds(arrivedMs)}`,
    },
  ];
}

async function collect(folder, url, workspaces, events) {
  const destination = `{ name: down, type: http, url: 'http://127.0.0.1:${await freePort()}/' }`;
  const startedAt = performance.now();
  const { child, usage, ended } = await startRun(
    folder,
    url,
    workspaces,
    readsAll(HISTORY_DAYS),
    destination,
  );
  try {
    const journal = join(folder, 'journal.db');
    while (countEvents(journal) < events) {
      if (child.exitCode !== null) throw new Error(`run ended:\n${(await ended).stderr}`);
      await sleep(LOOK_MS);
    }
    const arrivedMs = performance.now() - startedAt;
    await sleep(arrivedMs * WATCH_ON);
    const { delivered, waiting } = readFeed(journal);
    return { usage, arrivedMs, delivered, waiting };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Events in the journal; 0 where there is none yet. */
function countEvents(path) {
  if (!existsSync(path)) return 0;
  return ask(path, "SELECT count(*) AS events FROM sqlite_schema WHERE name = 'events'").events === 0
    ? 0
    : ask(path, 'SELECT coalesce(max(position), 0) AS events FROM events').events;
}

function readFeed(path) {
  return ask(
    path,
    "SELECT delivered, (SELECT count(*) FROM events WHERE events.position > feeds.position) AS waiting FROM feeds WHERE name = 'down'",
  );
}

function ask(path, query) {
  const journal = new Database(path, { readonly: true });
  try {
    return journal.prepare(query).get();
  } finally {
    journal.close();
  }
}
