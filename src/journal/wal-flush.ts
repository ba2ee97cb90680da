// Waiting for the disk without standing still: what was committed is flushed beside other work, and one flush serves everybody
// who waits for it.
import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const flushToDisk = promisify(fdatasync);

export interface WalFlush {
  /** Resolves when everything committed before the call is on disk. */
  flush(): Promise<void>;
  /** Waits for what is under way, and lets go. */
  close(): Promise<void>;
}

/**
 * Opens the -wal file of the journal `file` beside SQLite, which locks other files than this one. A commit with
 * `synchronous = NORMAL` has written to it all that a commit with FULL has, and only not waited.
 */
export function openWalFlush(file: string): WalFlush {
  const handle = openSync(`${file}-wal`, 'r+');
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const start = (): Promise<void> => {
    running = flushToDisk(handle).finally(() => {
      running = null;
    });
    return running;
  };
  const startNext = (): Promise<void> => {
    next = null;
    return start();
  };
  return {
    flush() {
      // The one under way may have begun before the commit: everybody else shares the one after it.
      if (running === null) return start();
      next ??= running.then(startNext, startNext);
      return next;
    },
    async close() {
      await (next ?? running)?.catch(() => {});
      closeSync(handle);
    },
  };
}
