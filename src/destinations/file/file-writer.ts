// An open file destination: appends a batch, makes it durable, and says where it stands. Exactly once over any crash.
import { rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Batch, BatchLimits, Destination, OpenContext, WriteResult } from '../../deliver/destination.js';
import { throwIfAborted } from '../../platform/errors.js';
import { joinLines } from '../shared/join-lines.js';
import type { FileCompressor } from './file-compressor.js';
import { settleEnd, settleMovedFile } from './file-end.js';
import { isMissing, toFileError } from './file-errors.js';
import { freeAsideName, freeRotatedName } from './file-names.js';
import { overlapWith } from './file-overlap.js';
import { type FilePlace, hashTail, hashWrittenTail, readBytes, readPlace } from './file-place.js';
import { isRotationDue, type Rotation } from './file-rotation.js';
import { endsWithLine, type OpenFile, openFile } from './open-file.js';
import { syncFolder } from './paths.js';

const LINE_END = Buffer.from('\n');

export interface FileWriterOptions {
  /** Absolute. */
  path: string;
  rotation: Rotation;
  /** For rotated files; null leaves them as they are. */
  compressor: FileCompressor | null;
  limits: BatchLimits;
}

export class FileWriter implements Destination {
  readonly limits: BatchLimits;
  readonly #options: FileWriterOptions;
  readonly #context: OpenContext;
  #place: FilePlace | null;
  /** Whether the file may hold more of ours than `#place` says. */
  #unconfirmed: boolean;
  /** Null after a failure: the next write opens it again, and repairs it thereby. */
  #file: OpenFile | null = null;
  /** For the lines of a batch, used again by the next: pieces of this size would outlive it until the next big collection. */
  #memory: Buffer = Buffer.alloc(0);

  constructor(options: FileWriterOptions, context: OpenContext) {
    this.limits = options.limits;
    this.#options = options;
    this.#context = context;
    this.#place = readPlace(context.resume);
    this.#unconfirmed = context.batchOpen;
  }

  /** Opens and repairs the file; a write does so where it was not done. */
  async prepare(): Promise<void> {
    this.#file = await this.#open(this.#context.clock.now());
    await this.#options.compressor?.resume(this.#file.target);
  }

  async write(batch: Batch, signal: AbortSignal): Promise<WriteResult> {
    throwIfAborted(signal);
    try {
      const lines = joinLines(batch, this.#memory);
      if (lines.length > this.#memory.length) this.#memory = lines;
      const place = await this.#append(lines);
      this.#place = place;
      this.#unconfirmed = false;
      return { refused: [], resume: place };
    } catch (error: unknown) {
      await this.#letGo().catch(() => undefined);
      throw toFileError(error, this.#options.path, 'write');
    }
  }

  async close(): Promise<void> {
    await this.#letGo();
    await this.#options.compressor?.close();
  }

  async #append(lines: Buffer): Promise<FilePlace> {
    let file = await this.#current();
    const present = this.#unconfirmed ? await this.#settle(file, lines) : 0;
    if (file.origin === 'stranger' && present < file.size) file = await this.#setAside(file);
    const now = this.#context.clock.now();
    if (present === 0 && isRotationDue(this.#options.rotation, file, lines.length, now)) {
      file = await this.#rotate(file);
    }
    const rest = lines.subarray(present);
    const bytes = file.endsLine || present > 0 ? rest : Buffer.concat([LINE_END, rest]);
    this.#unconfirmed = true;
    await appendAll(file, bytes);
    await file.handle.datasync();
    file.size += bytes.length;
    file.endsLine = true;
    file.origin = 'ours';
    return {
      path: this.#options.path,
      inode: file.inode,
      offset: file.size,
      tail: hashWrittenTail(bytes) ?? (await hashTail(file.handle, file.size)),
      startedAt: file.startedAt,
    };
  }

  /** The open file, if it still is the one at the path; others rename, replace and truncate files at any time. */
  async #current(): Promise<OpenFile> {
    if (this.#file && !(await this.#isInPlace(this.#file))) await this.#letGo();
    this.#file ??= await this.#open(this.#context.clock.now());
    return this.#file;
  }

  async #isInPlace(file: OpenFile): Promise<boolean> {
    try {
      const { ino, size } = await stat(this.#options.path, { bigint: true });
      if (String(ino) !== file.inode || size < BigInt(file.size)) return false;
      if (size > BigInt(file.size)) {
        this.#context.logger.warn('Somebody else writes to the file of this destination.', {
          path: file.target,
        });
        file.size = Number(size);
        file.endsLine = await endsWithLine(file.handle, file.size);
      }
      return true;
    } catch (error: unknown) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** After a crash: repairs the end of the file; how many bytes of the batch stand in it already. */
  async #settle(file: OpenFile, lines: Buffer): Promise<number> {
    const place = this.#place;
    const { logger } = this.#context;
    if (place && file.inode !== place.inode) await settleMovedFile(file.target, place, lines, logger);
    if (place && file.inode === place.inode && file.origin === 'ours') {
      const written = { handle: file.handle, path: file.target, size: file.size };
      const { size, present } = await settleEnd(written, place.offset, lines, logger);
      file.size = size;
      file.endsLine = true;
      return present;
    }
    if (file.origin === 'ours') return 0;
    const from = Math.max(0, file.size - lines.length - 1);
    return overlapWith(lines, await readBytes(file.handle, from, file.size), from === 0);
  }

  async #setAside(file: OpenFile): Promise<OpenFile> {
    const { clock, logger } = this.#context;
    const aside = await freeAsideName(file.target, clock.now());
    logger.warn(
      'Another file stands at the path of this destination: it is set aside, and a new one begun.',
      {
        path: file.target,
        aside,
      },
    );
    return this.#moveAndReopen(file, aside, clock.now());
  }

  async #rotate(file: OpenFile): Promise<OpenFile> {
    const finished = await freeRotatedName(file.target, file.startedAt);
    this.#context.logger.debug('The file is finished and a new one begun.', { path: file.target, finished });
    const next = await this.#moveAndReopen(
      file,
      finished,
      Math.max(file.startedAt, this.#context.clock.now()),
    );
    this.#options.compressor?.add(finished);
    return next;
  }

  async #moveAndReopen(file: OpenFile, name: string, startedAt: number): Promise<OpenFile> {
    await this.#letGo();
    await rename(file.target, name);
    await syncFolder(dirname(file.target));
    this.#place = null;
    this.#file = await this.#open(startedAt);
    return this.#file;
  }

  #open(now: number): Promise<OpenFile> {
    return openFile({
      path: this.#options.path,
      place: this.#place,
      batchOpen: this.#unconfirmed,
      logger: this.#context.logger,
      now,
    });
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close();
  }
}

/** Writes all of `bytes`, or cuts off again what was written of them. */
async function appendAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
  try {
    for (let written = 0; written < bytes.length; ) {
      written += (await file.handle.write(bytes, written)).bytesWritten;
    }
  } catch (error: unknown) {
    await file.handle.truncate(file.size).catch(() => undefined);
    throw error;
  }
}
