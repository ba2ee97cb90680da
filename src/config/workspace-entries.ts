// Workspaces: addresses and tokens resolved, and each told from the others.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { protectSecret } from '../platform/secrets.js';
import { endpointOf, type TokenReference, type WorkspaceConfig, type WorkspaceFilters } from './config.js';
import { type Environment, TOKEN_VARIABLE } from './flag-entries.js';
import type { Problem } from './problem.js';
import { findSameNames } from './same-names.js';
import type { NamePath } from './schema-problems.js';
import type { WorkspaceEntry } from './workspace-schema.js';

/** The workspaces that `entries` describe; mistakes are added to `problems`. */
export function resolveWorkspaces(
  entries: readonly (WorkspaceEntry | undefined)[],
  environment: Environment,
  namePath: NamePath,
  problems: Problem[],
): readonly WorkspaceConfig[] {
  const resolved = entries.flatMap((entry, index) => {
    if (!entry) return [];
    const token = resolveToken(
      entry.api_token,
      environment,
      namePath(['workspaces', index, 'api_token']),
      problems,
    );
    return token === undefined ? [] : [{ index, config: buildWorkspace(entry, token) }];
  });
  problems.push(...findSameNames('workspaces', entries, namePath), ...findSameBindings(resolved, namePath));
  return resolved.map(({ config }) => config);
}

function resolveToken(
  token: WorkspaceEntry['api_token'],
  environment: Environment,
  path: string,
  problems: Problem[],
): TokenReference | undefined {
  if (token.file !== undefined) return { kind: 'file', path: resolve(token.file) };
  const variable = token.env ?? TOKEN_VARIABLE;
  const value = environment[variable]?.trim();
  if (value) {
    protectSecret(value);
    return { kind: 'environment', variable, value };
  }
  const state = environment[variable] === undefined ? 'not set' : 'empty';
  problems.push({
    path,
    message: `the environment variable ${variable} is ${state}; expected the API token in it, or its place in a file. Create one in Workato under Workspace admin > API clients`,
  });
  return undefined;
}

/** A workspace as the schema leaves it, with its token. */
export function buildWorkspace(entry: WorkspaceEntry, token: TokenReference): WorkspaceConfig {
  return {
    name: entry.name,
    baseUrl: entry.base_url,
    token,
    managedUserId: entry.managed_user_id,
    backfillStartTime: entry.backfill_start_time,
    requestsPerMinute: entry.requests_per_minute,
    lookbackMs: entry.lookback,
    pollIntervalMs: entry.poll_interval,
    sweepIntervalMs: entry.sweep_interval,
    sweepReachMs: entry.sweep_reach,
    giveUpAfterMs: entry.give_up_after,
    requestTimeoutMs: entry.request_timeout,
    caFile: entry.ca_file,
    filters: buildFilters(entry.filters),
  };
}

function buildFilters(filters: WorkspaceEntry['filters']): WorkspaceFilters {
  return {
    usersIds: filters.users_ids,
    includeEventTypes: filters.include_event_types,
    excludeEventTypes: filters.exclude_event_types,
    includeResourceTypes: filters.include_resource_types,
    excludeResourceTypes: filters.exclude_resource_types,
  };
}

/** Two entries that lead to one workspace would count and deliver its events twice. */
function findSameBindings(
  workspaces: readonly { index: number; config: WorkspaceConfig }[],
  namePath: NamePath,
): readonly Problem[] {
  const first = new Map<string, number>();
  return workspaces.flatMap(({ index, config }) => {
    const endpoint = `${config.baseUrl} ${endpointOf(config)}`;
    const marks = [tokenPlace(config.token), tokenValue(config.token)]
      .filter((mark) => mark !== undefined)
      .map((mark) => `${endpoint} ${mark}`);
    const earlier = marks.map((mark) => first.get(mark)).find((found) => found !== undefined);
    for (const mark of marks) first.set(mark, first.get(mark) ?? index);
    if (earlier === undefined) return [];
    const message = `it has the base URL, the endpoint and the token of workspaces[${earlier}], so both are one workspace; remove one of them, or give this one its own token`;
    return [{ path: namePath(['workspaces', index, 'api_token']), message }];
  });
}

function tokenPlace(token: TokenReference): string {
  if (token.kind === 'typed') return 'typed';
  return token.kind === 'environment' ? `env ${token.variable}` : `file ${token.path}`;
}

/** The token itself, to compare it; undefined where its file cannot be read: that is told when it is used. */
function tokenValue(token: TokenReference): string | undefined {
  if (token.kind !== 'file') return `value ${token.value}`;
  try {
    const value = readFileSync(token.path, 'utf8').trim();
    protectSecret(value);
    return value === '' ? undefined : `value ${value}`;
  } catch {
    return undefined;
  }
}
