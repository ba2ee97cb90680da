// What SQLite and the file system complain about, in the product's own words: what is wrong, and what to do next.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CollectorError } from '../platform/errors.js';

/** With less than this, an error of input or output has its cause in the lack of space; SQLite does not always say so. */
const FEWEST_FREE_BYTES = 64 * 1024;

/** Whether the journal is just being opened: then a path that cannot be used is the configuration's fault. */
export type Phase = 'opening' | 'running';

/** `error` as a CollectorError where it comes from SQLite or the file system; anything else as it is. */
export function toJournalError(error: unknown, file: string, phase: Phase): unknown {
  const code = codeOf(error);
  if (code === null || error instanceof CollectorError) return error;
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code)) return damagedError(file, describe(error), error);
  if (/^SQLITE_BUSY/.test(code)) return busyError(file, error);
  if (isFull(code, file)) return fullError(file, error);
  if (phase === 'opening' && !/^SQLITE_IOERR/.test(code)) return unusableError(file, describe(error), error);
  return unwritableError(file, describe(error), error);
}

/** Runs `work` and throws what it throws as a CollectorError about `file`. */
export function guarded<Result>(file: string, phase: Phase, work: () => Result): Result {
  try {
    return work();
  } catch (error: unknown) {
    throw toJournalError(error, file, phase);
  }
}

export function damagedError(file: string, what: string, cause?: unknown): CollectorError {
  return new CollectorError('JOURNAL_CORRUPT', `The journal ${file} is damaged: ${what}.`, {
    hint:
      'Nothing was changed. Restore the file from a backup, or move it away together with its -wal and -shm files ' +
      'and start again: a new journal reads from the configured start time once more.',
    cause,
  });
}

export function foreignError(file: string): CollectorError {
  return new CollectorError('JOURNAL_CORRUPT', `${file} is a database of another program, not a journal.`, {
    hint: 'It was left as it is. Name another file for the journal (the setting "journal", or --journal).',
  });
}

export function newerError(file: string, version: number, known: number): CollectorError {
  return new CollectorError(
    'JOURNAL_CORRUPT',
    `The journal ${file} is of version ${version}, made by a newer release; this one knows versions up to ${known}.`,
    { hint: 'It was left as it is. Go back to the newer release, or give this one a journal of its own.' },
  );
}

export function unusableError(file: string, what: string, cause?: unknown): CollectorError {
  return new CollectorError('CONFIG_INVALID', `The journal ${file} cannot be used: ${what}.`, {
    hint: 'Name a file in an existing folder that this user may write (the setting "journal", or --journal), or correct its owner and permissions.',
    cause,
  });
}

function busyError(file: string, cause: unknown): CollectorError {
  return new CollectorError('JOURNAL_LOCKED', `The journal ${file} is being written by another process.`, {
    hint: 'Try again in a moment. If it stays so, find the program that holds the file open, such as a backup or a database browser.',
    retryable: true,
    cause,
  });
}

function fullError(file: string, cause: unknown): CollectorError {
  return new CollectorError('JOURNAL_LOCKED', `The disk that holds the journal ${file} is full.`, {
    hint: 'Free some space on it and try again: everything stored earlier is intact, and reading goes on where it stopped.',
    retryable: true,
    cause,
  });
}

function unwritableError(file: string, what: string, cause: unknown): CollectorError {
  return new CollectorError('JOURNAL_LOCKED', `The journal ${file} cannot be written at present: ${what}.`, {
    hint: 'Check the disk, whether it is mounted read-only, and the permissions of the file and its folder. Everything stored earlier is intact.',
    retryable: true,
    cause,
  });
}

function isFull(code: string, file: string): boolean {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return true;
  return code.startsWith('SQLITE_IOERR') && freeBytes(dirname(file)) < FEWEST_FREE_BYTES;
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function codeOf(error: unknown): string | null {
  if (error instanceof Sqlite.SqliteError) return error.code;
  const isFromSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isFromSystem && typeof error.code === 'string' ? error.code : null;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EROFS') return 'its file system is read-only';
  if (code === 'ENOTDIR') return 'a part of its path is not a folder';
  return code?.startsWith('SQLITE_') ? `${error.message} (${code})` : error.message;
}
