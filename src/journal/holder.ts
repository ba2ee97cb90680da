// Who collects into the journal: written down by the collector, and believed only while the lock is really held.
import { hostname } from 'node:os';
import type { Database } from 'better-sqlite3';
import { formatInstant } from '../events/instant.js';
import { CollectorError } from '../platform/errors.js';
import { isLocked } from './journal-lock.js';

export interface Holder {
  pid: number;
  host: string;
  since: number;
}

export function writeHolder(db: Database, since: number): void {
  const holder: Holder = { pid: process.pid, host: hostname(), since };
  db.prepare('UPDATE journal SET holder = ?').run(JSON.stringify(holder));
}

/** The process that has the lock of the journal `file` now; null where nobody has it. */
export function readHolder(db: Database, file: string): Holder | null {
  if (!isLocked(file)) return null;
  const row = db.prepare<[], { holder: string | null }>('SELECT holder FROM journal').get();
  return row?.holder == null ? null : JSON.parse(row.holder);
}

/** The error of a second collector. `holder` is null where it has not written itself down yet. */
export function lockedError(file: string, holder: Holder | null): CollectorError {
  const who =
    holder === null
      ? 'another process'
      : `process ${holder.pid} on ${holder.host}, since ${formatInstant(holder.since)}`;
  return new CollectorError('JOURNAL_LOCKED', `The journal ${file} is in use by ${who}.`, {
    hint:
      'Only one collector may write to a journal. Stop that one, or give this one a journal of its own. ' +
      '"status" and "events" work beside it, and "replay" and "backfill" leave it an order.',
  });
}
