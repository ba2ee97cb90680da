// What the file system says, in words that tell the operator what to do.
import { CollectorError, type ErrorCode } from '../../platform/errors.js';

interface Trouble {
  code?: ErrorCode;
  what: string;
  hint: string;
}

const INTACT = 'What was written before is intact, and delivery goes on by itself.';
const NO_ROOM: Trouble = {
  what: 'there is no room left',
  hint: `Free some space or raise the quota. ${INTACT}`,
};
const FORBIDDEN: Trouble = {
  what: 'permission is denied',
  hint: 'Give the user that the collector runs as the right to write the file and its folder.',
};

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EFBIG: {
    what: 'the file may not grow any further',
    hint: `Set rotate_size, or raise the limit on file sizes. ${INTACT}`,
  },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: { what: 'the file system is read-only', hint: 'Mount it writable, or choose another path.' },
  ENOENT: {
    what: 'its folder does not exist',
    hint: 'Create the folder, or mount what belongs there; the collector does not make folders.',
  },
  ENOTDIR: { what: 'a part of the path is a file, not a folder', hint: 'Correct the path.' },
  ELOOP: { what: 'its symbolic links lead in a circle', hint: 'Correct the link, or the path.' },
  ENAMETOOLONG: { what: 'the path is too long', hint: 'Choose a shorter path.' },
  EISDIR: {
    code: 'CONFIG_INVALID',
    what: 'it is a folder',
    hint: 'Name a file in it, such as events.ndjson.',
  },
  EIO: { what: 'the disk reports an error', hint: `Check the disk. ${INTACT}` },
};

/** `error` of the file system as a CollectorError that names `path`; anything else is rethrown. */
export function toFileError(error: unknown, path: string, doing: string): CollectorError {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  if (error instanceof CollectorError) throw error;
  const trouble = TROUBLES[error.code] ?? {
    what: error.message,
    hint: `Delivery goes on by itself once the file can be written.`,
  };
  const code = trouble.code ?? 'DESTINATION_UNAVAILABLE';
  return new CollectorError(code, `Cannot ${doing} ${path}: ${trouble.what} (${error.code}).`, {
    hint: trouble.hint,
    cause: error,
  });
}

/** For paths at which something else than a file lies. */
export function notAFileError(path: string): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    `Cannot write ${path}: it is a device, pipe or socket; a file was expected.`,
    { hint: 'Use a destination of type stdout for terminals and pipes, or name a regular file.' },
  );
}

/** Whether `error` says that there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
