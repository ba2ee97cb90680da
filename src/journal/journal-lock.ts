// One collector a journal. The lock is an open exclusive transaction on a file beside the journal: the kernel holds it, so it
// is free the moment that the process ends, however it ends, and no clock decides anything.
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { CollectorError } from '../platform/errors.js';
import { createPrivateFile } from './create-journal-file.js';
import { toJournalError } from './sqlite-error.js';

export interface JournalLock {
  release(): void;
}

/** Long enough for a process that only looks whether the lock is held. */
const PATIENCE_MS = 500;

/** Takes the lock of the journal `file`; null where somebody has it. */
export function takeLock(file: string): JournalLock | null {
  const path = lockPathOf(file);
  return guardedLock(path, () => {
    createPrivateFile(path);
    const db = new Sqlite(path, { timeout: PATIENCE_MS });
    try {
      // Nothing is ever written, so nothing has to be undone: without this there would be a third file.
      db.pragma('journal_mode = MEMORY');
      db.exec('BEGIN EXCLUSIVE');
      return { release: () => db.close() };
    } catch (error: unknown) {
      db.close();
      if (isBusy(error)) return null;
      throw error;
    }
  });
}

/** Whether anybody has the lock of the journal `file` now. */
export function isLocked(file: string): boolean {
  const path = lockPathOf(file);
  // Never by opening the file otherwise: closing it would take the lock away from a collector in this very process.
  if (!existsSync(path)) return false;
  return guardedLock(path, () => {
    const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      return false;
    } catch (error: unknown) {
      if (isBusy(error)) return true;
      throw error;
    } finally {
      db.close();
    }
  });
}

/** The lock file of the journal `file`. */
export function lockPathOf(file: string): string {
  return `${file}.lock`;
}

function guardedLock<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error: unknown) {
    throw isForeign(error) ? foreignLockError(path, error) : toJournalError(error, path, 'opening');
  }
}

function foreignLockError(path: string, cause: unknown): CollectorError {
  return new CollectorError('CONFIG_INVALID', `${path} is not the lock file of a journal.`, {
    hint: 'A lock file is empty. Move this one away, or give the journal another name; the lock file is made anew.',
    cause,
  });
}

function isForeign(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(error.code);
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
