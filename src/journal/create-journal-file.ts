// A new journal, complete before it appears under its name: a crash never leaves half of one.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { APPLICATION_ID, migrate } from './schema.js';
import { guarded } from './sqlite-error.js';

const OWNER_ONLY = 0o600;

/**
 * Makes a new journal at `file`; only under its lock. What an earlier one of this name left beside it is removed, because
 * SQLite would mix it into the new one: returns whether there was any.
 */
export function createJournalFile(file: string): { removedLeftovers: boolean } {
  const draft = `${file}.new`;
  return guarded(file, 'opening', () => {
    removeDatabase(draft);
    const removedLeftovers = existsSync(`${file}-wal`);
    removeBeside(file);
    try {
      writeDraft(draft);
      renameSync(draft, file);
      syncFolder(dirname(file));
    } catch (error: unknown) {
      removeDatabase(draft);
      throw error;
    }
    return { removedLeftovers };
  });
}

function writeDraft(draft: string): void {
  createPrivateFile(draft);
  const db = new Sqlite(draft);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db);
  } finally {
    db.close();
  }
}

/** Makes an empty file that only its owner can read, where there is none. A file that is there is not opened. */
export function createPrivateFile(path: string): void {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', OWNER_ONLY));
  } catch (error: unknown) {
    if (!existsSync(path)) throw error;
  }
}

function removeDatabase(file: string): void {
  rmSync(file, { force: true });
  removeBeside(file);
}

function removeBeside(file: string): void {
  for (const suffix of ['-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

function syncFolder(folder: string): void {
  // Windows has no such thing, and does not need it.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
