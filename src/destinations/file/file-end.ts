// The end of a file behind the last acknowledged write: what a crash left of a batch is cut off, for the batch comes again.
// Never more than that: where the journal is an older copy, what stands there is everything that was written since.
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Logger } from '../../platform/log.js';
import { type FilePlace, isAtPlace, readBytes } from './file-place.js';

const LINE_FEED = 0x0a;
const PIECE_BYTES = 65_536;

/** An open file that is written to. */
interface Written {
  handle: FileHandle;
  path: string;
  size: number;
}

/** The end of the last whole line of `[from, size)`; `from` where there is none. */
export async function endOfLines(handle: FileHandle, from: number, size: number): Promise<number> {
  for (let end = size; end > from; end -= PIECE_BYTES) {
    const start = Math.max(from, end - PIECE_BYTES);
    const last = (await readBytes(handle, start, end)).lastIndexOf(LINE_FEED);
    if (last >= 0) return start + last + 1;
  }
  return from;
}

/** Cuts `file` to `keep` bytes, durably, where it is longer. */
export async function cutEnd({ handle, path, size }: Written, keep: number, logger: Logger): Promise<void> {
  if (keep >= size) return;
  await handle.truncate(keep);
  await handle.sync();
  logger.warn('Cut off the end of the file, which no finished write had left there.', {
    path,
    bytes: size - keep,
    size: keep,
  });
}

/**
 * Makes `file` ready for `lines`, a batch that may have been written behind `from` in part or whole: how long the file is now, and
 * how many bytes of the batch stand in it. What is longer than the batch is not its doing alone, and stays.
 */
export async function settleEnd(
  file: Written,
  from: number,
  lines: Uint8Array,
  logger: Logger,
): Promise<{ size: number; present: number }> {
  const { handle, path, size } = file;
  if (size - from <= lines.length) {
    await cutEnd(file, from, logger);
    return { size: from, present: 0 };
  }
  const keep = await endOfLines(handle, from, size);
  logger.warn(
    'The file holds more than this journal knows of, and keeps it: the journal may be an older copy.',
    {
      path,
      bytes: keep - from,
    },
  );
  await cutEnd(file, keep, logger);
  const isPresent = (await readBytes(handle, from, from + lines.length)).equals(lines);
  return { size: keep, present: isPresent ? lines.length : 0 };
}

/** Our former file under another name (logrotate): what is there of `lines` is cut off, for it will be written anew. */
export async function settleMovedFile(
  target: string,
  place: FilePlace,
  lines: Uint8Array,
  logger: Logger,
): Promise<void> {
  const folder = dirname(target);
  const stem = basename(target, extname(target));
  for (const name of await readdir(folder)) {
    if (!name.startsWith(stem)) continue;
    const path = join(folder, name);
    const stats = await stat(path, { bigint: true }).catch(() => null);
    if (!stats?.isFile() || String(stats.ino) !== place.inode) continue;
    const handle = await open(path, 'r+');
    try {
      const size = Number(stats.size);
      const isOurs = (await isAtPlace(handle, place)) && size - place.offset <= lines.length;
      if (isOurs) await cutEnd({ handle, path, size }, place.offset, logger);
    } finally {
      await handle.close();
    }
    return;
  }
}
