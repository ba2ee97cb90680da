// What a connection looks like in the configuration, and saving it there on somebody's order, which the audit trail keeps.

import { resolve } from 'node:path';
import type { WrittenWorkspace } from '../config/add-workspace.js';
import type { Config } from '../config/config.js';
import { DEFAULT_CONFIG_FILE } from '../config/config-file.js';
import { CollectorError, describeError } from '../platform/errors.js';
import type { Parts } from './parts.js';
import { type NewWorkspace, saveWorkspace, tokenFileFor, workspaceYaml } from './save-workspace.js';

/** The collector whose configuration it is. */
export interface Keeper {
  config: Config;
  parts: Parts;
}

/** The block to paste: the token as the place where it is, or where `saveConnection` would put it. */
export function showConnection({ config, parts }: Keeper, workspace: NewWorkspace): Promise<string> {
  const stored = parts.workspaces.find(({ config: { name } }) => name === workspace.name)?.config.token;
  const file = tokenFileFor(workspace.name, config.file ?? DEFAULT_CONFIG_FILE);
  return workspaceYaml(workspace, (stored && placeOf(stored)) ?? { file }, () => parts.clock.now());
}

/**
 * Adds `workspace` to the configuration file that was read. @returns that file; it counts from the next start on.
 * @throws CollectorError CONFIG_INVALID where it cannot be; that is written down too.
 */
export async function saveConnection(
  { config, parts }: Keeper,
  workspace: NewWorkspace,
  token: string | null,
  actor: string,
): Promise<string> {
  const { clock, journal } = parts;
  const record = (outcome: 'done' | 'refused' | 'failed', detail: string) =>
    journal.recordAction({
      at: clock.now(),
      actor,
      action: 'save_workspace',
      subject: `workspace ${workspace.name}`,
      detail,
      outcome,
    });
  try {
    if (config.file === null) throw refused('no configuration file was read', 'Copy the block into one.');
    if (token === null) throw refused('a new workspace needs its token', 'Type the API token again.');
    const file = resolve(config.file);
    const now = () => clock.now();
    await saveWorkspace(workspace, { file, token, now, needsTokens: true, mayStartList: false });
    await record('done', `into ${file}`);
    return file;
  } catch (error: unknown) {
    await record(error instanceof CollectorError ? 'refused' : 'failed', describeError(error));
    throw error;
  }
}

function placeOf(token: Config['workspaces'][number]['token']): WrittenWorkspace['api_token'] | null {
  if (token.kind === 'file') return { file: token.path };
  return token.kind === 'environment' ? { env: token.variable } : null;
}

function refused(what: string, hint: string): CollectorError {
  return new CollectorError('CONFIG_INVALID', `It cannot be saved: ${what}.`, { hint });
}
