// Whether a collector could write a journal, found out without touching it.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { proveFolder } from '../platform/prove-folder.js';
import { locateJournal } from './locate-journal.js';
import { toJournalError } from './sqlite-error.js';

/**
 * Resolves where `sync` and `run` could make the journal at `path`, or write to the one there.
 * @throws CollectorError CONFIG_INVALID where they could not, JOURNAL_CORRUPT for an empty file, JOURNAL_LOCKED for a full disk.
 */
export async function proveWritable(path: string): Promise<void> {
  const { file, exists } = locateJournal(path);
  try {
    // Not opened: closing it again would take the locks away that SQLite holds on it in this process.
    if (exists) await access(file, constants.R_OK | constants.W_OK);
    await proveFolder(dirname(file));
  } catch (error: unknown) {
    throw toJournalError(error, file, 'opening');
  }
}
