// The writing half of the port, put together from its parts.
import type { Database } from 'better-sqlite3';
import { prepareAcknowledge } from './acknowledge.js';
import { prepareAppend } from './append.js';
import { prepareBind } from './bind-workspace.js';
import { prepareDeadLetterEnds } from './dead-letters.js';
import { prepareFeeds } from './feeds.js';
import type { Journal, JournalReader } from './journal.js';
import { prepareKept } from './kept.js';
import { prepareLearnt } from './learnt.js';
import { prepareOrders } from './orders.js';
import { preparePrune } from './prune.js';
import { requireSameFiles } from './require-same-files.js';
import { guarded, toJournalError } from './sqlite-error.js';
import type { WalFlush } from './wal-flush.js';
import { prepareWorkspaces } from './workspaces.js';

/**
 * What only the collector may do, over a database that does not wait for the disk itself. Everything here is on disk when it
 * resolves, but for health and pages that store no event.
 */
export function createWriter(
  db: Database,
  file: string,
  hashToken: JournalReader['hashToken'],
  wal: WalFlush,
): Omit<Journal, Exclude<keyof JournalReader, 'placeOrder'>> {
  const workspaces = prepareWorkspaces(db);
  const bind = prepareBind(db, hashToken);
  const append = prepareAppend(db);
  const learnt = prepareLearnt(db);
  const kept = prepareKept(db);
  const feeds = prepareFeeds(db);
  const acknowledge = prepareAcknowledge(db, feeds);
  const orders = prepareOrders(db);
  const letters = prepareDeadLetterEnds(db);
  const prune = preparePrune(db);
  const requireFiles = requireSameFiles(file);
  const use = async <Result>(work: () => Result): Promise<Result> => guarded(file, 'running', work);
  const flush = () =>
    wal.flush().catch((error: unknown) => {
      throw toJournalError(error, file, 'running');
    });
  const useAndFlush = async <Result>(work: () => Result): Promise<Result> => {
    const result = await use(work);
    await flush();
    return result;
  };
  return {
    bind: (binding, inUse) => useAndFlush(() => workspaces.get(bind(binding, inUse))),
    append: async (page) => {
      const result = await use(() => {
        requireFiles();
        return append(page);
      });
      // A power cut takes a cursor and the repeats that it covers back together: they are read again, and nothing is lost.
      const onDisk = result.stored > 0 || result.revised > 0 ? flush() : Promise.resolve();
      // Whoever waits for it hears of a failure; that nobody waits is no fault of the program.
      onDisk.catch(() => {});
      return { ...result, onDisk };
    },
    setHealth: (key, health) => use(() => workspaces.setHealth(key, health)),
    setPaused: (key, at) => useAndFlush(() => workspaces.setPaused(key, at)),
    setLearnt: (endpoint, value) => useAndFlush(() => learnt.set(endpoint, value)),
    keep: (name, value) => useAndFlush(() => kept.set(name, value)),
    openFeed: (name, startAfter) => useAndFlush(() => feeds.open(name, startAfter)),
    renameFeed: (from, to) => useAndFlush(() => feeds.rename(from, to)),
    keepFeeds: (names, now) => useAndFlush(() => feeds.keep(names, now)),
    // Also what nothing but a flush under way has brought to the disk so far is there before it is sent anywhere.
    recordBatch: (feed, batch) =>
      useAndFlush(() => {
        requireFiles();
        feeds.recordBatch(feed, batch);
      }),
    acknowledge: (acknowledgement) =>
      useAndFlush(() => {
        requireFiles();
        acknowledge(acknowledgement);
      }),
    settleDeadLetter: (feed, position, resume) => useAndFlush(() => letters.settle(feed, position, resume)),
    dropDeadLetters: (feed) => useAndFlush(() => letters.drop(feed)),
    setFeedHealth: (feed, health) => use(() => feeds.setHealth(feed, health)),
    rewindFeed: (feed, after) => useAndFlush(() => feeds.rewind(feed, after)),
    placeOrder: (order, now) => useAndFlush(() => orders.place(order, now)),
    orders: () => use(() => orders.list()),
    finishOrder: (id) => useAndFlush(() => orders.finish(id)),
    prune: async (before, keysBefore) => {
      try {
        return await prune(before, keysBefore);
      } catch (error: unknown) {
        throw toJournalError(error, file, 'running');
      }
    },
  };
}
