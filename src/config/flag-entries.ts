// One workspace and its destinations from flags and environment, brought into the same form as a file's content.
import type { Problem } from './problem.js';

/** The flags that many commands share, as text; undefined where they were not given. */
export interface ConfigFlags {
  config?: string | undefined;
  journal?: string | undefined;
  baseUrl?: string | undefined;
  apiTokenFile?: string | undefined;
  managedUserId?: string | undefined;
  backfillStartTime?: string | undefined;
  requestsPerMinute?: string | undefined;
  lookback?: string | undefined;
  pollInterval?: string | undefined;
  giveUpAfter?: string | undefined;
  caFile?: string | undefined;
  to?: readonly string[] | undefined;
  /** `run` only. */
  listen?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value and the flag or variable that it came from. */
export interface Given {
  value: unknown;
  from: string;
}

/** Variables that stand in for flags. */
export const TOKEN_VARIABLE = 'WORKATO_API_TOKEN';
const TOKEN_FILE_VARIABLE = 'WORKATO_API_TOKEN_FILE';

const WORKSPACE_FLAGS = {
  base_url: { flag: 'baseUrl', variable: 'WORKATO_BASE_URL' },
  managed_user_id: { flag: 'managedUserId' },
  backfill_start_time: { flag: 'backfillStartTime', variable: 'WORKATO_BACKFILL_START_TIME' },
  requests_per_minute: { flag: 'requestsPerMinute' },
  lookback: { flag: 'lookback' },
  poll_interval: { flag: 'pollInterval' },
  give_up_after: { flag: 'giveUpAfter' },
  ca_file: { flag: 'caFile' },
} as const satisfies Readonly<Record<string, { flag: keyof ConfigFlags; variable?: string }>>;

/** The journal's path from flag or environment. */
export function journalFromFlags(flags: ConfigFlags, environment: Environment): Given | undefined {
  return pick(flags.journal, '--journal', environment, 'WORKATO_JOURNAL');
}

/** Flags that describe the one workspace, as they were typed; they cannot be mixed with a file's workspaces. */
export function workspaceFlags(flags: ConfigFlags): readonly string[] {
  const names = ['apiTokenFile', ...Object.values(WORKSPACE_FLAGS).map(({ flag }) => flag)] as const;
  return names.filter((name) => name !== 'giveUpAfter' && flags[name] !== undefined).map(flagName);
}

/** The one workspace, each setting with where it came from. */
export function workspaceFromFlags(flags: ConfigFlags, environment: Environment): Map<string, Given> {
  const entry = new Map<string, Given>([['name', { value: 'default', from: 'the name' }]]);
  for (const [key, source] of Object.entries(WORKSPACE_FLAGS)) {
    const variable = 'variable' in source ? source.variable : undefined;
    const given = pick(flags[source.flag], flagName(source.flag), environment, variable);
    if (given)
      entry.set(key, key === 'requests_per_minute' ? { ...given, value: toNumber(given.value) } : given);
  }
  const token = tokenFromFlags(flags, environment);
  if (token) entry.set('api_token', token);
  return entry;
}

function tokenFromFlags(flags: ConfigFlags, environment: Environment): Given | undefined {
  if (flags.apiTokenFile !== undefined)
    return { value: { file: flags.apiTokenFile }, from: '--api-token-file' };
  if (environment[TOKEN_VARIABLE] !== undefined)
    return { value: { env: TOKEN_VARIABLE }, from: TOKEN_VARIABLE };
  const file = environment[TOKEN_FILE_VARIABLE];
  return file ? { value: { file }, from: TOKEN_FILE_VARIABLE } : undefined;
}

/** Destinations from `--to`: `stdout` or `file:PATH`; standard output where there is none. */
export function destinationsFromFlags(to: readonly string[] | undefined): {
  entries: readonly Readonly<Record<string, unknown>>[];
  problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const entries = (to ?? ['stdout']).flatMap((target) => {
    if (target === 'stdout') return [{ name: 'stdout', type: 'stdout' }];
    const path = /^file:(.+)$/s.exec(target)?.[1];
    if (path !== undefined) return [{ name: target, type: 'file', path }];
    problems.push({
      path: '--to',
      message: `${JSON.stringify(target)} is not accepted; expected stdout or file:PATH`,
    });
    return [];
  });
  return { entries, problems };
}

function pick(
  flag: unknown,
  name: string,
  environment: Environment,
  variable: string | undefined,
): Given | undefined {
  if (flag !== undefined) return { value: flag, from: name };
  const value = variable === undefined ? undefined : environment[variable];
  return value && variable ? { value, from: variable } : undefined;
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

function flagName(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
