// A workspace that was connected, written into the configuration: its token into a file that only its owner can read.
import { readFile, realpath, stat, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { addWorkspace, type WrittenWorkspace, writeWorkspace } from '../config/add-workspace.js';
import { loadConfig } from '../config/load.js';
import { ConfigError, formatPath } from '../config/problem.js';
import { describeSchemaErrors } from '../config/schema-problems.js';
import { createWorkspaceSchema } from '../config/workspace-schema.js';
import { CollectorError, isCollectorError } from '../platform/errors.js';
import { replaceFile, writeNewFile } from '../platform/replace-file.js';
import { protectSecret } from '../platform/secrets.js';
import { checkToken } from '../workato/token.js';

/** What is known of a workspace that is to be written, without its token. */
export type NewWorkspace = Omit<WrittenWorkspace, 'api_token'>;

export interface SaveOptions {
  /** The configuration file. Where there is none, one is made. */
  file: string;
  /** In a new file, before the workspace: YAML. */
  before?: string;
  /** Whether a file without workspaces gets its first: what flags and environment say of one would no longer count. */
  mayStartList: boolean;
  token: string;
  now: () => number;
  /** Whether every token and secret that the file names can be had here: they are looked for then. */
  needsTokens: boolean;
}

const PRIVATE = 0o600;

/**
 * Adds `workspace` to the configuration, atomically and only where the whole then loads.
 * @returns the path of the token's file. @throws CollectorError CONFIG_INVALID saying what stands in the way; nothing is changed.
 */
export async function saveWorkspace(workspace: NewWorkspace, options: SaveOptions): Promise<string> {
  const { token, now } = options;
  protectSecret(token);
  checkToken(token, 'The token that was typed');
  const file = await realpath(options.file).catch(() => resolve(options.file));
  const tokenFile = tokenFileFor(workspace.name, file);
  const entry = checkWorkspace(workspace, { file: tokenFile }, now);
  const { source, mode } = await readExisting(file);
  const text = await addWorkspace(source ?? options.before ?? '', entry, options.mayStartList);
  await explain(tokenFile, () => writeNewFile(tokenFile, `${token}\n`, PRIVATE));
  try {
    await explain(file, () =>
      replaceFile(file, text, mode, async (draft) => {
        await proveLoadable(draft, file, options);
        if ((await readExisting(file)).source !== source) throw changedMeanwhile(file);
      }),
    );
  } catch (error: unknown) {
    await unlink(tokenFile).catch(() => {});
    throw error;
  }
  return tokenFile;
}

/** `workspace` as YAML to paste. @throws CollectorError CONFIG_INVALID with all that is wrong with it. */
export function workspaceYaml(
  workspace: NewWorkspace,
  token: WrittenWorkspace['api_token'],
  now: () => number,
): Promise<string> {
  return writeWorkspace(checkWorkspace(workspace, token, now));
}

/** Where the token of a workspace is put: beside the configuration, by the workspace's name. */
export function tokenFileFor(name: string, configFile: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return resolve(dirname(configFile), `${plain || 'workato'}.token`);
}

function checkWorkspace(
  workspace: NewWorkspace,
  token: WrittenWorkspace['api_token'],
  now: () => number,
): WrittenWorkspace {
  const { name, base_url, ...rest } = workspace;
  const entry = { name, base_url, api_token: token, ...rest };
  const schema = createWorkspaceSchema(now);
  const checked = schema.safeParse(entry);
  if (!checked.success) throw new ConfigError(describeSchemaErrors(schema, checked.error, entry, formatPath));
  return { ...entry, base_url: checked.data.base_url };
}

async function proveLoadable(draft: string, file: string, options: SaveOptions): Promise<void> {
  try {
    await loadConfig({ ...options, flags: { config: draft } });
  } catch (error: unknown) {
    if (!(error instanceof ConfigError)) throw error;
    const named = (text: string) => text.replaceAll(draft, file);
    const problems = error.problems.map(({ path, message }) => ({
      path: named(path),
      message: named(message),
    }));
    throw new ConfigError(problems, 'Nothing was saved. Correct this, then save again.');
  }
}

async function readExisting(file: string): Promise<{ source: string | null; mode: number }> {
  try {
    return { source: await readFile(file, 'utf8'), mode: (await stat(file)).mode & 0o777 };
  } catch (error: unknown) {
    if (codeOf(error) === 'ENOENT') return { source: null, mode: PRIVATE };
    throw cannotWrite(file, error);
  }
}

async function explain(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error: unknown) {
    throw isCollectorError(error) ? error : cannotWrite(path, error);
  }
}

function cannotWrite(path: string, cause: unknown): CollectorError {
  const code = codeOf(cause);
  if (code === 'EEXIST')
    return new CollectorError('CONFIG_INVALID', `There is a file ${path} already; it is not overwritten.`, {
      hint: 'Give the workspace another name, or move that file away.',
    });
  const why = code === 'ENOENT' ? 'its folder does not exist' : `the system says ${code ?? 'no'}`;
  return new CollectorError('CONFIG_INVALID', `${path} cannot be read or written: ${why}.`, {
    hint: 'Look at the permissions of the file and its folder, and at the space on the disk.',
    cause,
  });
}

function changedMeanwhile(file: string): CollectorError {
  return new CollectorError('CONFIG_INVALID', `${file} was changed by somebody else meanwhile.`, {
    hint: 'Nothing was saved; save again.',
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
