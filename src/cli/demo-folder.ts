// Where a demo keeps what it collects: a folder of its own, so that it never meets another journal.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CollectorError, describeError } from '../platform/errors.js';

/** The name of the journal in a demo's folder. */
export const DEMO_JOURNAL = 'journal.db';

/**
 * The folder `wanted`, made where it is missing, or a temporary one; absolute.
 * @throws CollectorError CONFIG_INVALID where it cannot be made, or holds a demo already.
 */
export async function prepareDemoFolder(wanted: string | null): Promise<string> {
  if (wanted === null) return make(join(tmpdir(), 'workato-audit-logs-demo-'), (path) => mkdtemp(path));
  const folder = resolve(wanted);
  const journal = join(folder, DEMO_JOURNAL);
  if (existsSync(journal))
    throw new CollectorError('CONFIG_INVALID', `${folder} holds the journal of an earlier demo already.`, {
      hint: `Look at it with "workato-audit-logs status --journal ${journal}", or name a new folder with --keep.`,
    });
  if (!existsSync(folder)) await make(folder, (path) => mkdir(path));
  return folder;
}

async function make<Result>(path: string, how: (path: string) => Promise<Result>): Promise<Result> {
  try {
    return await how(path);
  } catch (cause: unknown) {
    throw new CollectorError('CONFIG_INVALID', `The demo's folder cannot be made: ${describeError(cause)}.`, {
      hint: 'Name one with --keep, in a folder that exists and that this user may write.',
      cause,
    });
  }
}
