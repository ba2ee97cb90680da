// Opening the journal: as its one collector, or for reading beside one.
import { type Clock, systemClock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import { type Logger, silentLogger } from '../platform/log.js';
import { connect, requireCurrentVersion } from './connect.js';
import { createJournalFile } from './create-journal-file.js';
import { createReader } from './create-reader.js';
import { createWriter } from './create-writer.js';
import { lockedError, readHolder, writeHolder } from './holder.js';
import type { Journal, JournalReader } from './journal.js';
import { takeLock } from './journal-lock.js';
import { locateJournal } from './locate-journal.js';
import { migrate } from './schema.js';
import { guarded } from './sqlite-error.js';
import { openWalFlush } from './wal-flush.js';

export interface OpenJournalOptions {
  clock?: Clock;
  logger?: Logger;
}

/**
 * Opens the journal at `path`, or makes it, and holds it until `close` or the end of the process.
 * @throws CollectorError JOURNAL_LOCKED naming who collects into it already; JOURNAL_CORRUPT for a damaged, foreign, empty or
 * newer file, which is left as it is; CONFIG_INVALID for a path that cannot be used.
 */
export async function openJournal(path: string, options: OpenJournalOptions = {}): Promise<Journal> {
  const { clock = systemClock, logger = silentLogger } = options;
  const { file } = locateJournal(path);
  const lock = takeLock(file);
  if (lock === null) throw lockedError(file, findHolder(file));
  try {
    // Asked again under the lock: another process may have made it meanwhile.
    if (!locateJournal(file).exists) makeJournal(file, logger);
    const db = connect(file);
    try {
      guarded(file, 'opening', () => {
        db.pragma('journal_mode = WAL');
        migrate(db);
        writeHolder(db, clock.now());
      });
      const reader = createReader(db, file);
      const wal = guarded(file, 'opening', () => openWalFlush(file));
      // From here on the disk is waited for beside other work.
      db.pragma('synchronous = NORMAL');
      const close = async () => {
        await wal.close();
        await reader.close();
        lock.release();
      };
      return { ...reader, ...createWriter(db, file, reader.hashToken, wal), close };
    } catch (error: unknown) {
      db.close();
      throw error;
    }
  } catch (error: unknown) {
    lock.release();
    throw error;
  }
}

/**
 * Opens the journal at `path`, which must be there.
 * @throws CollectorError CONFIG_INVALID where it is not, or cannot be used; JOURNAL_CORRUPT for a damaged, foreign, empty or newer file.
 */
export async function openJournalReader(path: string): Promise<JournalReader> {
  const { file, exists } = locateJournal(path);
  if (!exists) throw noJournal(file);
  const db = connect(file);
  try {
    return guarded(file, 'opening', () => {
      requireCurrentVersion(db, file);
      return createReader(db, file);
    });
  } catch (error: unknown) {
    db.close();
    throw error;
  }
}

function makeJournal(file: string, logger: Logger): void {
  const { removedLeftovers } = createJournalFile(file);
  logger.info('Made a new journal.', { journal: file });
  if (removedLeftovers) {
    logger.warn('The journal that was here before is gone; what it had left beside it was removed.', {
      journal: file,
    });
  }
}

/** Best effort: the journal may not be there yet, or not be readable. */
function findHolder(file: string) {
  try {
    const db = connect(file);
    try {
      return readHolder(db, file);
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

function noJournal(file: string): CollectorError {
  return new CollectorError('CONFIG_INVALID', `There is no journal at ${file}.`, {
    hint: '"sync" or "run" makes it. If there is one elsewhere, name it: --journal PATH, or "journal" in the configuration file.',
  });
}
