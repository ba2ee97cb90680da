// An open file destination that writes finished files into a folder: each batch becomes one file, or one for each partition.
// Exactly once over any crash, because a batch that comes again makes the same files under the same names.
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Batch, Destination, OpenContext, WriteResult } from '../../deliver/destination.js';
import { CollectorError, throwIfAborted } from '../../platform/errors.js';
import { type BatchPart, partBatch } from '../encoding/batch-parts.js';
import type { Encoding } from '../encoding/encoding.js';
import { escapeValue, type Partition } from '../encoding/partition.js';
import { isMissing, toFileError } from './file-errors.js';
import { syncFolder } from './paths.js';

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const PARTIAL = '.partial';

export interface FolderWriterOptions {
  /** Absolute. */
  path: string;
  encoding: Encoding;
  partition: Partition;
}

export class FolderWriter implements Destination {
  readonly #options: FolderWriterOptions;
  readonly #journalId: string;

  constructor(options: FolderWriterOptions, { journalId }: Pick<OpenContext, 'journalId'>) {
    this.#options = options;
    this.#journalId = journalId;
  }

  /** Removes what a killed process left half written. */
  async prepare(): Promise<void> {
    const { path } = this.#options;
    try {
      await requireFolder(path);
      const start = `.${escapeValue(this.#journalId)}-`;
      for (const name of await readdir(path)) {
        if (name.startsWith(start) && name.endsWith(PARTIAL)) await unlink(join(path, name));
      }
    } catch (error: unknown) {
      throw toFileError(error, path, 'write to');
    }
  }

  async write(batch: Batch, signal: AbortSignal): Promise<WriteResult> {
    throwIfAborted(signal);
    const { path, partition, encoding } = this.#options;
    const { extension } = encoding;
    const changed = new Set<string>();
    // Else it would be made anew where a disk is no longer mounted.
    await requireFolder(path);
    for (const part of partBatch(batch, { journalId: this.#journalId, partition, extension })) {
      const bytes = await encoding.encode(part.deliveries, signal);
      throwIfAborted(signal);
      try {
        for (const folder of await this.#store(part, bytes)) changed.add(folder);
      } catch (error: unknown) {
        throw toFileError(error, join(path, part.folder, part.name), 'write');
      }
    }
    for (const folder of changed) await syncFolder(folder);
    return { refused: [], resume: null };
  }

  async close(): Promise<void> {}

  /** Temporary file, fsync, rename. @returns the folders in which names may have changed. */
  async #store({ folder, name }: BatchPart, bytes: Uint8Array): Promise<readonly string[]> {
    const { path } = this.#options;
    const target = join(path, folder, name);
    // Beside the partitions, not within: there it is found again without looking through all of them.
    const partial = join(path, `.${name}${PARTIAL}`);
    await mkdir(dirname(target), { recursive: true, mode: OWNER_ONLY_FOLDER });
    try {
      await writeDurably(partial, bytes);
      await rename(partial, target);
    } catch (error: unknown) {
      await unlink(partial).catch(() => undefined);
      throw error;
    }
    return foldersBetween(path, dirname(target));
  }
}

/** @throws CollectorError where `path` is no folder. */
export async function requireFolder(path: string): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (stats?.isDirectory()) return;
  if (stats === null) {
    throw new CollectorError(
      'DESTINATION_UNAVAILABLE',
      `Cannot write into ${path}: the folder does not exist.`,
      {
        hint: 'Create it, or mount what belongs there; the collector makes only the folders of partitions.',
      },
    );
  }
  throw new CollectorError(
    'CONFIG_INVALID',
    `Cannot write into ${path}: it is a file; a folder was expected.`,
    {
      hint: 'With this encoding, or with a partition, path names the folder that finished files are written into.',
    },
  );
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', OWNER_ONLY);
  try {
    for (let written = 0; written < bytes.length; ) {
      written += (await handle.write(bytes, written)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `inner` and those around it, up to `outer`. Any of them may be new, be it made by a process that was killed right after. */
function foldersBetween(outer: string, inner: string): readonly string[] {
  const folders = [inner];
  for (let folder = inner; folder !== outer && folder !== dirname(folder); ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}
