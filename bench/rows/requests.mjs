// How many requests a backfill takes, and how many a pull that finds nothing new.
import { join } from 'node:path';
import { openJournalReader } from '../../dist/journal/open-journal.js';
import { boundRequests } from '../harness/bound-requests.mjs';
import { syncArguments, WITH_TOKEN } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { count } from '../harness/numbers.mjs';
import { runNode } from '../harness/start-node.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const EVENTS = 20_000;
const HISTORY_DAYS = 90;
/** So many days hold as many events that the lookback of ten minutes is sure of some, and of fewer than a page. */
const DENSE_DAYS = 6;
const HOUR_MS = 3_600_000;
const ORDERS = ['desc', 'asc'];

export async function requests() {
  const findings = [];
  for (const order of ORDERS) {
    const old = { order, historyDays: HISTORY_DAYS, until: Date.now() - HOUR_MS };
    const { backfill, windows, idle } = await countRequests(old);
    findings.push(
      boundRequests(`requests, backfill of ${count(EVENTS)} events, no limit, ${order}`, {
        events: EVENTS,
        requests: backfill,
        windows,
      }),
      boundIdle(`requests, idle pull, nothing in the lookback, ${order}`, idle, 1),
    );
    const dense = await countRequests({ order, historyDays: DENSE_DAYS });
    findings.push(boundIdle(`requests, idle pull, events in the lookback, ${order}`, dense.idle, 2));
  }
  return findings;
}

function boundIdle(what, measured, most) {
  return { what, measured: String(measured), bound: `≤ ${most}`, isMet: measured >= 1 && measured <= most };
}

/** Requests of a first sync, and of a second one after it. */
function countRequests(options) {
  return withSimulator({ events: EVENTS, ...options }, (simulator) =>
    inFolder(async (folder) => {
      const sync = () => runNode(syncArguments(simulator.url, options), { cwd: folder, env: WITH_TOKEN });
      await sync();
      const backfill = (await simulator.requests()).length;
      const windows = await countWindows(folder);
      await sync();
      const idle = (await simulator.requests()).length - backfill;
      return { backfill, windows, idle };
    }),
  );
}

async function countWindows(folder) {
  const journal = await openJournalReader(join(folder, 'journal.db'));
  try {
    const [workspace] = await journal.workspaces();
    return workspace.cursor.windowsOpened + 1;
  } finally {
    await journal.close();
  }
}
