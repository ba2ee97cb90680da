// The `file` destination: one event a line, appended to a file of the operator's choice, each exactly once over any crash.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { DestinationType } from '../deliver/destination.js';
import { duration, size } from '../platform/fields.js';
import { proveFolder } from '../platform/prove-folder.js';
import { FileCompressor } from './file-compressor.js';
import { toFileError } from './file-errors.js';
import { FileWriter } from './file-writer.js';
import { refuseOtherThanFiles } from './open-file.js';
import { exists, followLinks } from './paths.js';

const PATH_FORM = 'the path of a file, such as ./events.ndjson';

/** What a `file` destination can be told. */
export const FileSettings = z.strictObject({
  path: z
    .string({ error: PATH_FORM })
    .min(1, { error: PATH_FORM })
    .refine((path) => !path.includes('\0'), { error: PATH_FORM })
    .describe(
      'The file to append to. It is created with mode 0600 where it is missing; its folder is not. Relative paths start at the working directory.',
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
});
export type FileSettings = z.infer<typeof FileSettings>;

const LIMITS = { events: 2_000, bytes: 2 ** 20 };

/** Appends to a file. What it holds after a crash is repaired when it is opened next. */
export const file: DestinationType<FileSettings> = {
  type: 'file',
  settings: FileSettings,
  limits: LIMITS,

  async check(settings) {
    const path = resolve(settings.path);
    try {
      const target = await followLinks(path);
      await refuseOtherThanFiles(target);
      const isThere = await exists(target);
      if (isThere) await (await open(target, constants.O_RDWR | constants.O_APPEND)).close();
      if (!isThere || isRotated(settings)) await proveFolder(dirname(target));
    } catch (error: unknown) {
      throw toFileError(error, path, 'write');
    }
  },

  async open(settings, context) {
    const maxBytes = settings.rotate_size ?? null;
    const writer = new FileWriter(
      {
        path: resolve(settings.path),
        rotation: { maxBytes, everyMs: settings.rotate_every ?? null },
        compressor: settings.compress_rotated ? new FileCompressor(context.clock, context.logger) : null,
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
  },
};

function isRotated(settings: FileSettings): boolean {
  return settings.rotate_size !== undefined || settings.rotate_every !== undefined;
}
