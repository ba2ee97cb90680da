// A journal that is deleted or exchanged under a running collector would go on being written where nobody will ever look.
import { statSync } from 'node:fs';
import { CollectorError } from '../platform/errors.js';

/** Makes the function that throws JOURNAL_CORRUPT where `file` is not the file any more that it is now. */
export function requireSameFile(file: string): () => void {
  const inode = inodeOf(file);
  return () => {
    if (inodeOf(file) === inode) return;
    throw new CollectorError(
      'JOURNAL_CORRUPT',
      `The journal ${file} was removed or exchanged while in use.`,
      {
        hint: 'Stop the collector, put the journal back, and start again. Without it, a new one reads from the configured start time once more.',
      },
    );
  };
}

function inodeOf(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}
