// The writing half of the port, put together from its parts.
import type { Database } from 'better-sqlite3';
import { prepareAcknowledge } from './acknowledge.js';
import { prepareAppend } from './append.js';
import { prepareBind } from './bind-workspace.js';
import { withoutSync } from './connect.js';
import { prepareFeeds } from './feeds.js';
import type { Journal, JournalReader } from './journal.js';
import { prepareLearnt } from './learnt.js';
import { prepareOrders } from './orders.js';
import { preparePrune } from './prune.js';
import { requireSameFile } from './require-same-file.js';
import { guarded, toJournalError } from './sqlite-error.js';
import { prepareWorkspaces } from './workspaces.js';

/** What only the collector may do. Everything here but health is on disk when it resolves. */
export function createWriter(
  db: Database,
  file: string,
  hashToken: JournalReader['hashToken'],
): Omit<Journal, keyof JournalReader> {
  const workspaces = prepareWorkspaces(db);
  const bind = prepareBind(db, hashToken);
  const append = prepareAppend(db);
  const learnt = prepareLearnt(db);
  const feeds = prepareFeeds(db);
  const acknowledge = prepareAcknowledge(db, feeds);
  const orders = prepareOrders(db);
  const prune = preparePrune(db);
  const requireFile = requireSameFile(file);
  const use = async <Result>(work: () => Result): Promise<Result> => guarded(file, 'running', work);
  return {
    bind: (binding, inUse) => use(() => workspaces.get(bind(binding, inUse))),
    append: (page) =>
      use(() => {
        requireFile();
        return append(page);
      }),
    setHealth: (key, health) => use(() => withoutSync(db, () => workspaces.setHealth(key, health))),
    setLearnt: (endpoint, value) => use(() => learnt.set(endpoint, value)),
    openFeed: (name, startAfter) => use(() => feeds.open(name, startAfter)),
    keepFeeds: (names, now) => use(() => feeds.keep(names, now)),
    recordBatch: (feed, batch) => use(() => feeds.recordBatch(feed, batch)),
    acknowledge: (acknowledgement) =>
      use(() => {
        requireFile();
        acknowledge(acknowledgement);
      }),
    setFeedHealth: (feed, health) => use(() => withoutSync(db, () => feeds.setHealth(feed, health))),
    rewindFeed: (feed, after) => use(() => feeds.rewind(feed, after)),
    orders: () => use(() => orders.list()),
    finishOrder: (id) => use(() => orders.finish(id)),
    prune: async (before, keysBefore) => {
      try {
        return await prune(before, keysBefore);
      } catch (error: unknown) {
        throw toJournalError(error, file, 'running');
      }
    },
  };
}
