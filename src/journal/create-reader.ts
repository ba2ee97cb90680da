// The reading half of the port, put together from its parts.
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { prepareAudit } from './audit.js';
import { checkIntegrity } from './check-integrity.js';
import { prepareDeadLetters } from './dead-letters.js';
import { prepareFeeds } from './feeds.js';
import { readHolder } from './holder.js';
import type { JournalReader } from './journal.js';
import { prepareKept } from './kept.js';
import { prepareLateness } from './lateness.js';
import { prepareLearnt } from './learnt.js';
import { prepareOrders } from './orders.js';
import { prepareRequests } from './requests.js';
import { prepareRevisionList } from './revisions.js';
import { prepareSearch } from './search.js';
import { damagedError, guarded, toJournalError } from './sqlite-error.js';
import { prepareStoredEvents } from './stored-events.js';
import { hashToken } from './token-hash.js';
import { prepareWorkspaces } from './workspaces.js';

/** A reader of the journal `file` over its open database. */
export function createReader(db: Database, file: string): JournalReader {
  const { id, salt } = readIdentity(db, file);
  const workspaces = prepareWorkspaces(db);
  const feeds = prepareFeeds(db);
  const deadLetters = prepareDeadLetters(db);
  const events = prepareStoredEvents(db);
  const revisions = prepareRevisionList(db);
  const search = prepareSearch(db);
  const lateness = prepareLateness(db);
  const learnt = prepareLearnt(db);
  const kept = prepareKept(db);
  const requests = prepareRequests(db);
  const orders = prepareOrders(db);
  const audit = prepareAudit(db);
  const use = async <Result>(work: () => Result): Promise<Result> => guarded(file, 'running', work);
  return {
    id,
    hashToken: (token) => hashToken(salt, token),
    workspaces: () => use(() => workspaces.list()),
    workspace: (key) => use(() => workspaces.get(key)),
    feeds: () => use(() => feeds.list()),
    deadLetters: (feed, limit) => use(() => deadLetters(feed, limit)),
    read: (after, limit) => use(() => events.read(after, limit)),
    readAt: (positions) => use(() => events.readAt(positions)),
    revisions: (position) => use(() => revisions(position)),
    head: () => use(() => events.head()),
    positionAt: (time) => use(() => events.positionAt(time)),
    lateness: (workspaceKey) => use(() => lateness(workspaceKey)),
    learnt: (endpoint) => use(() => learnt.get(endpoint)),
    kept: (name) => use(() => kept.get(name)),
    recordRequest: (hash, time) => use(() => requests.record(hash, time)),
    requestsSince: (hash, after) => use(() => requests.since(hash, after)),
    size: () => use(() => sizeOf(file)),
    holder: () => use(() => readHolder(db, file)),
    checkIntegrity: () => use(() => checkIntegrity(db, file)),
    placeOrder: (order, now) => use(() => orders.place(order, now)),
    recordAction: (record) => use(() => audit.record(record)),
    auditTrail: (limit) => use(() => audit.list(limit)),
    close: () => use(() => void db.close()),
    async *search(question) {
      try {
        yield* search(question);
      } catch (error: unknown) {
        throw toJournalError(error, file, 'running');
      }
    },
  };
}

function readIdentity(db: Database, file: string): { id: string; salt: Uint8Array } {
  const row = db.prepare<[], { id: string; salt: Uint8Array }>('SELECT id, salt FROM journal').get();
  if (!row) throw damagedError(file, 'it has lost its identity');
  return row;
}

function sizeOf(file: string): number {
  const sizes = [file, `${file}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}
