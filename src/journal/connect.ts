// Opening the database behind a journal, and making sure that it is one before anything else is asked of it.
import { statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { APPLICATION_ID, SCHEMA_VERSION, schemaVersionOf } from './schema.js';
import { damagedError, foreignError, guarded, newerError, unusableError } from './sqlite-error.js';

const BUSY_TIMEOUT_MS = 10_000;
/** A long reader can make the -wal file grow; afterwards it is cut back to this. */
const MOST_WAL_BYTES = 64 * 1024 * 1024;
/** Pages (4 KiB) in the -wal file after which they are brought home, which waits for the disk: four times SQLite's own number. */
const PAGES_PER_CHECKPOINT = 4000;
/** Events go in at the end and are read back soon after: what SQLite would take beyond this (16 MB) finds nothing twice. */
const CACHE_KIB = 4000;

/**
 * Opens an existing journal file.
 * @throws CollectorError JOURNAL_CORRUPT where it is damaged, no journal, or of a newer version; CONFIG_INVALID where it cannot be opened.
 */
export function connect(file: string): Database {
  return guarded(file, 'opening', () => {
    const db = new Sqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      checkIdentity(db, file);
      checkLength(db, file);
      db.pragma('synchronous = FULL');
      db.pragma(`journal_size_limit = ${MOST_WAL_BYTES}`);
      db.pragma(`wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}`);
      db.pragma(`cache_size = -${CACHE_KIB}`);
      return db;
    } catch (error: unknown) {
      db.close();
      throw error;
    }
  });
}

/** Refuses a journal that an older program left behind: only the collector may bring it up to date. */
export function requireCurrentVersion(db: Database, file: string): void {
  const version = schemaVersionOf(db);
  if (version === SCHEMA_VERSION) return;
  throw unusableError(
    file,
    `it is of version ${version}, this program reads version ${SCHEMA_VERSION}; "sync" or "run" brings it up to date`,
  );
}

function checkIdentity(db: Database, file: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw foreignError(file);
  }
  const version = schemaVersionOf(db);
  if (version > SCHEMA_VERSION) {
    throw newerError(file, version, SCHEMA_VERSION);
  }
}

/** SQLite itself notices missing pages, but not where the file breaks off within the last one. */
function checkLength(db: Database, file: string): void {
  const pages = Number(db.pragma('page_count', { simple: true }));
  const expected = pages * Number(db.pragma('page_size', { simple: true }));
  const { size } = statSync(file);
  // While there is a -wal file, the newest pages may stand in it alone.
  const wal = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (size >= expected || (wal !== undefined && wal.size > 0)) return;
  throw damagedError(file, `it breaks off after ${size} of ${expected} bytes`);
}
