// A journal whose files are deleted or exchanged under a running collector would go on being written where nobody will ever
// look, and a lock file that is gone keeps nobody out.
import { statSync } from 'node:fs';
import { CollectorError } from '../platform/errors.js';
import { lockPathOf } from './journal-lock.js';

/**
 * Makes the function that throws where one of the files of the journal `file` is not the file any more that it is now:
 * JOURNAL_CORRUPT, or JOURNAL_LOCKED where it is the lock.
 */
export function requireSameFiles(file: string): () => void {
  const files = [file, `${file}-wal`, lockPathOf(file)].map((path) => ({ path, inode: inodeOf(path) }));
  return () => {
    const other = files.find(({ path, inode }) => inodeOf(path) !== inode);
    if (other) throw exchangedError(file, other.path);
  };
}

function exchangedError(file: string, path: string): CollectorError {
  if (path === lockPathOf(file))
    return new CollectorError(
      'JOURNAL_LOCKED',
      `The lock file ${path} was removed or exchanged while in use: another collector may have the journal now.`,
      { hint: 'Start again. A lock file is never left over and never in the way: leave it where it is.' },
    );
  const what = path === file ? 'The journal' : 'A part of the journal,';
  return new CollectorError('JOURNAL_CORRUPT', `${what} ${path} was removed or exchanged while in use.`, {
    hint:
      path === file
        ? 'Stop the collector, put the journal back, and start again. Without it, a new one reads from the configured start time once more.'
        : 'Start again: what it held was saved as far as possible. It belongs to the journal; never remove it alone.',
  });
}

function inodeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}
