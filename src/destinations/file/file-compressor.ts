// Compresses rotated files in the background, one after another. At every moment one whole copy of the events exists.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Clock } from '../../platform/clock.js';
import { describeError } from '../../platform/errors.js';
import type { Logger } from '../../platform/log.js';
import { COMPRESSED, kindOfRotated, PARTIAL } from './file-names.js';
import { isSameContent } from './is-same-content.js';
import { exists, syncFolder } from './paths.js';

const PATIENCE_AT_CLOSE_MS = 3_000;

export class FileCompressor {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Takes up what an earlier process left: removes halves, queues rotated files that are not compressed yet. */
  async resume(target: string): Promise<void> {
    const folder = dirname(target);
    for (const name of (await readdir(folder)).sort()) {
      const kind = kindOfRotated(target, name);
      if (kind === 'partial') await unlink(join(folder, name));
      if (kind === 'finished') this.add(join(folder, name));
    }
  }

  /** Queues one finished file. Failing leaves it as it is, to be tried again by the next process. */
  add(path: string): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#stopping.signal.aborted) return;
      try {
        await compress(path, this.#stopping.signal);
      } catch (error: unknown) {
        if (this.#stopping.signal.aborted) return;
        this.#logger.warn('A rotated file could not be compressed and stays as it is for now.', {
          path,
          reason: describeError(error),
        });
      }
    });
  }

  /** Waits a little for what is under way, then leaves the rest to the next process. */
  async close(): Promise<void> {
    const patience = new AbortController();
    const waited = this.#clock.sleep(PATIENCE_AT_CLOSE_MS, patience.signal).catch(() => undefined);
    await Promise.race([this.#queue, waited]);
    patience.abort();
    this.#stopping.abort();
    await this.#queue;
  }
}

/** Temporary file, fsync, rename, unlink: whatever step a crash comes after, `resume` goes on from there. */
async function compress(path: string, signal: AbortSignal): Promise<void> {
  const compressed = `${path}${COMPRESSED}`;
  if (await exists(compressed)) {
    if (!(await isSameContent(path, compressed, signal))) {
      throw new Error(`${compressed} exists and holds something else`);
    }
  } else {
    await writeCompressed(path, `${path}${PARTIAL}`, signal);
    await rename(`${path}${PARTIAL}`, compressed);
    await syncFolder(dirname(path));
  }
  await unlink(path);
}

async function writeCompressed(path: string, partial: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(createReadStream(path), createGzip(), createWriteStream(partial, { mode: 0o600 }), {
      signal,
    });
    const handle = await open(partial, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error: unknown) {
    await unlink(partial).catch(() => undefined);
    throw error;
  }
}
