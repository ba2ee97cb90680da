// The writing half of the port, put together from its parts.
import type { Database } from 'better-sqlite3';
import { prepareAcknowledge } from './acknowledge.js';
import { prepareAppend } from './append.js';
import { prepareBind } from './bind-workspace.js';
import { withoutSync } from './connect.js';
import { prepareDeadLetterEnds } from './dead-letters.js';
import { prepareFeeds } from './feeds.js';
import type { Journal, JournalReader } from './journal.js';
import { prepareLearnt } from './learnt.js';
import { prepareOrders } from './orders.js';
import { preparePrune } from './prune.js';
import { requireSameFile } from './require-same-file.js';
import { guarded, toJournalError } from './sqlite-error.js';
import type { WalFlush } from './wal-flush.js';
import { prepareWorkspaces } from './workspaces.js';

/** What only the collector may do. Everything here is on disk when it resolves, but for health and pages that store no event. */
export function createWriter(
  db: Database,
  file: string,
  hashToken: JournalReader['hashToken'],
  wal: WalFlush,
): Omit<Journal, keyof JournalReader> {
  const workspaces = prepareWorkspaces(db);
  const bind = prepareBind(db, hashToken);
  const append = prepareAppend(db);
  const learnt = prepareLearnt(db);
  const feeds = prepareFeeds(db);
  const acknowledge = prepareAcknowledge(db, feeds);
  const orders = prepareOrders(db);
  const letters = prepareDeadLetterEnds(db);
  const prune = preparePrune(db);
  const requireFile = requireSameFile(file);
  const use = async <Result>(work: () => Result): Promise<Result> => guarded(file, 'running', work);
  const useUnsynced = <Result>(work: () => Result): Promise<Result> => use(() => withoutSync(db, work));
  const flush = () =>
    wal.flush().catch((error: unknown) => {
      throw toJournalError(error, file, 'running');
    });
  return {
    bind: (binding, inUse) => use(() => workspaces.get(bind(binding, inUse))),
    append: async (page) => {
      const result = await useUnsynced(() => {
        requireFile();
        return append(page);
      });
      // A power cut takes a cursor and the repeats that it covers back together: they are read again, and nothing is lost.
      if (result.stored > 0 || result.revised > 0) await flush();
      return result;
    },
    setHealth: (key, health) => useUnsynced(() => workspaces.setHealth(key, health)),
    setPaused: (key, at) => use(() => workspaces.setPaused(key, at)),
    setLearnt: (endpoint, value) => use(() => learnt.set(endpoint, value)),
    openFeed: (name, startAfter) => use(() => feeds.open(name, startAfter)),
    renameFeed: (from, to) => use(() => feeds.rename(from, to)),
    keepFeeds: (names, now) => use(() => feeds.keep(names, now)),
    // Also what nothing but a flush under way has brought to the disk so far is there before it is sent anywhere.
    recordBatch: async (feed, batch) => {
      await useUnsynced(() => feeds.recordBatch(feed, batch));
      await flush();
    },
    acknowledge: async (acknowledgement) => {
      await useUnsynced(() => {
        requireFile();
        acknowledge(acknowledgement);
      });
      await flush();
    },
    settleDeadLetter: (feed, position, resume) => use(() => letters.settle(feed, position, resume)),
    dropDeadLetters: (feed) => use(() => letters.drop(feed)),
    setFeedHealth: (feed, health) => useUnsynced(() => feeds.setHealth(feed, health)),
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
