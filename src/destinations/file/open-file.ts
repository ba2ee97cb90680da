// Opening the file of a file destination: finding the place of the last acknowledged write and repairing what a crash left.
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../../platform/log.js';
import { cutEnd, endOfLines } from './file-end.js';
import { isMissing, notAFileError, toFileError } from './file-errors.js';
import { type FilePlace, isAtPlace, readBytes } from './file-place.js';
import { followLinks, syncFolder } from './paths.js';

const LINE_FEED = 0x0a;
const OWNER_ONLY = 0o600;

/** The file, open for appending, and what is known of it. */
export interface OpenFile {
  handle: FileHandle;
  /** Where the file really lies: behind symbolic links. */
  target: string;
  inode: string;
  size: number;
  /** Whether its last byte ends a line; true of an empty file. */
  endsLine: boolean;
  startedAt: number;
  /**
   * `ours`: it ends where the last acknowledged write ended, or, with a batch on its way, behind it; or it is new and empty.
   * `found`: it was there before the first write. `stranger`: it stands where our file was.
   */
  origin: 'ours' | 'found' | 'stranger';
}

export interface Opening {
  /** As configured, made absolute. */
  path: string;
  place: FilePlace | null;
  /** What stands beyond `place` may be a batch of ours that was never acknowledged. */
  batchOpen: boolean;
  logger: Logger;
  now: number;
}

/**
 * Opens the file, or makes it. Bytes are cut off only behind a place that is recognised by inode and content.
 * @throws CollectorError DESTINATION_UNAVAILABLE or CONFIG_INVALID with the remedy.
 */
export async function openFile(opening: Opening): Promise<OpenFile> {
  const { path, place } = opening;
  try {
    const target = await followLinks(path);
    await refuseOtherThanFiles(target);
    const { O_CREAT, O_RDWR, O_APPEND } = constants;
    const handle = await open(target, O_CREAT | O_RDWR | O_APPEND, OWNER_ONLY);
    try {
      const file = await recognise(handle, target, opening);
      if (place && file.inode !== place.inode)
        opening.logger.info('The file written last has been moved or removed.', { path });
      return file;
    } catch (error: unknown) {
      await handle.close();
      throw error;
    }
  } catch (error: unknown) {
    throw toFileError(error, path, 'open');
  }
}

/** @throws CollectorError CONFIG_INVALID for folders, pipes, devices. A missing file is fine. */
export async function refuseOtherThanFiles(target: string): Promise<void> {
  try {
    const stats = await stat(target);
    if (stats.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    if (!stats.isFile()) throw notAFileError(target);
  } catch (error: unknown) {
    if (!isMissing(error)) throw error;
  }
}

async function recognise(handle: FileHandle, target: string, opening: Opening): Promise<OpenFile> {
  const { place, path, now } = opening;
  const { ino, size } = await handle.stat({ bigint: true });
  const file = { handle, target, inode: String(ino), size: Number(size), endsLine: true, startedAt: now };
  if (place && (await isAtPlace(handle, place))) {
    // A batch on its way brings what stands there: what is to become of it is decided when it comes.
    const keep = opening.batchOpen ? file.size : await endOfLines(handle, place.offset, file.size);
    await cutEnd({ ...file, path: target }, keep, opening.logger);
    return { ...file, size: keep, startedAt: place.startedAt, origin: 'ours' };
  }
  if (file.size === 0) {
    await syncFolder(dirname(target));
    return { ...file, origin: 'ours' };
  }
  const endsLine = await endsWithLine(handle, file.size);
  return { ...file, endsLine, origin: place?.path === path ? 'stranger' : 'found' };
}

/** Whether the last byte before `size` is a line end. */
export async function endsWithLine(handle: FileHandle, size: number): Promise<boolean> {
  return size === 0 || (await readBytes(handle, size - 1, size))[0] === LINE_FEED;
}
