// How a file destination finds its place again: which file, how far, and what stood right before that point.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import type { Json } from '../../journal/journal-data.js';

const TAIL_BYTES = 4096;

/** Kept in the journal with the feed's position. */
export const FilePlace = z.object({
  /** As configured, made absolute. */
  path: z.string(),
  inode: z.string(),
  /** Everything before it is acknowledged. */
  offset: z.number(),
  /** SHA-256 of the (at most 4096) bytes before `offset`. */
  tail: z.string(),
  /** When the file was begun, epoch milliseconds. */
  startedAt: z.number(),
});
export type FilePlace = z.infer<typeof FilePlace>;

/** The place that a former write returned; null where there is none or it is not one of ours. */
export function readPlace(resume: Json): FilePlace | null {
  const parsed = FilePlace.safeParse(resume);
  return parsed.success ? parsed.data : null;
}

/** Whether the open file is the very one that `place` speaks of, unchanged up to its offset. */
export async function isAtPlace(handle: FileHandle, place: FilePlace): Promise<boolean> {
  const { ino, size } = await handle.stat({ bigint: true });
  if (String(ino) !== place.inode || size < BigInt(place.offset)) return false;
  return (await hashTail(handle, place.offset)) === place.tail;
}

/** SHA-256 of the bytes right before `offset`. */
export async function hashTail(handle: FileHandle, offset: number): Promise<string> {
  const length = Math.min(TAIL_BYTES, offset);
  return createHash('sha256')
    .update(await readBytes(handle, offset - length, offset))
    .digest('hex');
}

/** The same as `hashTail` once `written` has been appended, where it is long enough to tell without reading. */
export function hashWrittenTail(written: Uint8Array): string | null {
  if (written.length < TAIL_BYTES) return null;
  return createHash('sha256').update(written.subarray(-TAIL_BYTES)).digest('hex');
}

/** The bytes in `[from, to)`, or fewer where the file ends before. */
export async function readBytes(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
