// The `file` destination, each event exactly once over any crash: one a line, appended to a file of the operator's choice, or
// finished files in a folder.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Destination, DestinationType, OpenContext } from '../../deliver/destination.js';
import { duration, size } from '../../platform/fields.js';
import { proveFolder } from '../../platform/prove-folder.js';
import { PART_LIMITS } from '../encoding/batch-parts.js';
import { encodingSettings, openEncoding } from '../encoding/encoding.js';
import { partition } from '../encoding/partition.js';
import { FileCompressor } from './file-compressor.js';
import { toFileError } from './file-errors.js';
import { FileWriter } from './file-writer.js';
import { FolderWriter, requireFolder } from './folder-writer.js';
import { refuseOtherThanFiles } from './open-file.js';
import { exists, followLinks } from './paths.js';

const PATH_FORM = 'the path of a file, such as ./events.ndjson';

const settings = z.strictObject({
  path: z
    .string({ error: PATH_FORM })
    .min(1, { error: PATH_FORM })
    .refine((path) => !path.includes('\0'), { error: PATH_FORM })
    .describe(
      'The file to append to. It is created with mode 0600 where it is missing; its folder is not. With another encoding than `ndjson`, or with a partition: the folder that finished files are written into. Relative paths start at the working directory.',
    ),
  rotate_size: size
    .optional()
    .describe(
      'Begin a new file before this one grows beyond a size such as 100MB. The finished file gets a name such as events.20260102T030405.678Z-001.ndjson.',
    ),
  rotate_every: duration('1s', '3650d')
    .optional()
    .describe(
      'Begin a new file with the first event after a full interval of the UTC clock, such as 1h (full hours) or 1d (midnight).',
    ),
  compress_rotated: z
    .boolean({ error: 'true or false' })
    .default(false)
    .describe('Compress finished files with gzip, in the background.'),
  ...encodingSettings('ndjson'),
  partition: partition
    .optional()
    .describe(
      'Folders below `path`, from the time of each event in UTC and its other fields: dt={date}/workspace={workspace}.',
    ),
});

/** What a `file` destination can be told. */
export const FileSettings = settings.superRefine((given, context) => {
  if (!isFolder(given)) return;
  for (const key of ['rotate_size', 'rotate_every', 'compress_rotated'] as const) {
    if (given[key] === undefined || given[key] === false) continue;
    const message = 'nothing here: with an encoding or a partition, every batch makes files of its own';
    context.addIssue({ code: 'custom', path: [key], message });
  }
});
export type FileSettings = z.infer<typeof FileSettings>;

const LIMITS = { events: 2_000, bytes: 2 ** 20 };

/** Appends to a file. What it holds after a crash is repaired when it is opened next. */
export const file: DestinationType<FileSettings> = {
  type: 'file',
  settings: FileSettings,
  limits: LIMITS,
  limitsFor: (given) => (isFolder(given) ? PART_LIMITS : LIMITS),

  async check(given) {
    const path = resolve(given.path);
    try {
      await (isFolder(given) ? checkFolder(given, path) : checkFile(given, path));
    } catch (error: unknown) {
      throw toFileError(error, path, 'write');
    }
  },

  async open(given, context) {
    return isFolder(given) ? openFolder(given, context) : openAppended(given, context);
  },
};

/** Whether `path` names a folder for finished files. */
function isFolder({ encoding, partition }: z.output<typeof settings>): boolean {
  return encoding !== 'ndjson' || partition !== undefined;
}

async function checkFolder(given: FileSettings, path: string): Promise<void> {
  await openEncoding(given);
  await requireFolder(path);
  await proveFolder(path);
}

async function openFolder(given: FileSettings, context: OpenContext): Promise<Destination> {
  const writer = new FolderWriter(
    {
      path: resolve(given.path),
      encoding: await openEncoding(given),
      partition: given.partition ?? (() => ''),
    },
    context,
  );
  await writer.prepare();
  return writer;
}

async function checkFile(given: FileSettings, path: string): Promise<void> {
  const target = await followLinks(path);
  await refuseOtherThanFiles(target);
  const isThere = await exists(target);
  if (isThere) await (await open(target, constants.O_RDWR | constants.O_APPEND)).close();
  if (!isThere || isRotated(given)) await proveFolder(dirname(target));
}

async function openAppended(given: FileSettings, context: OpenContext): Promise<Destination> {
  const maxBytes = given.rotate_size ?? null;
  const writer = new FileWriter(
    {
      path: resolve(given.path),
      rotation: { maxBytes, everyMs: given.rotate_every ?? null },
      compressor: given.compress_rotated ? new FileCompressor(context.clock, context.logger) : null,
      limits: { ...LIMITS, bytes: Math.min(LIMITS.bytes, maxBytes ?? LIMITS.bytes) },
    },
    context,
  );
  try {
    await writer.prepare();
    return writer;
  } catch (error: unknown) {
    await writer.close();
    throw error;
  }
}

function isRotated(settings: FileSettings): boolean {
  return settings.rotate_size !== undefined || settings.rotate_every !== undefined;
}
