// Reading a file that holds a secret and nothing else.
import { open } from 'node:fs/promises';
import { CollectorError } from './errors.js';
import type { Logger } from './log.js';

/** What is longer is no secret, but another file given by mistake. */
export const LONGEST_SECRET = 16_384;
const OTHERS_MAY_READ = 0o077;

/**
 * The file's text, untrimmed, at most a byte more than `LONGEST_SECRET`. A file that others can read is warned of.
 * @throws CollectorError CONFIG_INVALID where it cannot be read.
 */
export async function readSecretFile(path: string, logger?: Logger, what = 'file'): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      if (stats.isFile() && (stats.mode & OTHERS_MAY_READ) !== 0)
        logger?.warn(`Others can read the ${what}.`, { path, hint: `chmod 600 ${path}` });
      const most = LONGEST_SECRET + 1;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, null);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new CollectorError('CONFIG_INVALID', `The ${what} ${path} cannot be read: ${reasonOf(cause)}.`, {
      hint: 'Give the path of a file that holds the secret alone and that this user can read.',
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'this user has no permission to read it';
  if (code === 'EISDIR') return 'it is a folder';
  return cause instanceof Error ? cause.message : String(cause);
}
