// Finding the journal: one absolute path for it, however it was written, so that all its users mean the same lock.
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { damagedError, guarded, unusableError } from './sqlite-error.js';

/**
 * The real path of the journal at `path`, and whether a file is there. Nothing is opened.
 * @throws CollectorError CONFIG_INVALID for a path that cannot be used, JOURNAL_CORRUPT for an empty file.
 */
export function locateJournal(path: string): { file: string; exists: boolean } {
  const wanted = resolve(path);
  return guarded(wanted, 'opening', () => {
    const found = realPathOf(wanted);
    if (found === null) {
      const file = join(folderOf(wanted), basename(wanted));
      if (isLink(file)) throw unusableError(wanted, 'it is a symbolic link to a file that does not exist');
      return { file, exists: false };
    }
    const stat = statSync(found);
    if (stat.isDirectory()) throw unusableError(wanted, 'it is a folder, not a file');
    if (!stat.isFile()) throw unusableError(wanted, 'it is not a regular file');
    if (stat.size === 0) throw damagedError(wanted, 'the file is empty, and a journal never is');
    return { file: found, exists: true };
  });
}

function folderOf(path: string): string {
  const folder = realPathOf(dirname(path));
  if (folder === null) throw unusableError(path, `the folder ${dirname(path)} does not exist`);
  return folder;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error: unknown) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
