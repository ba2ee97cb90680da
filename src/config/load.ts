// The door: flags, environment and file in, one checked configuration out. The only reader of process.env.
import { resolve } from 'node:path';
import { env } from 'node:process';
import type { z } from 'zod';
import { AlertEntry } from './alerts-schema.js';
import type { Config } from './config.js';
import { type ConfigFile, DEFAULT_CONFIG_FILE, readConfigFile } from './config-file.js';
import { createConfigSchema, DestinationEntry, JournalSection } from './config-schema.js';
import { resolveDestinations } from './destination-entries.js';
import {
  type ConfigFlags,
  destinationsFromFlags,
  type Environment,
  type Given,
  journalFromFlags,
  TOKEN_VARIABLE,
  workspaceFlags,
  workspaceFromFlags,
} from './flag-entries.js';
import { ConfigError, formatPath, type Problem } from './problem.js';
import { proxyFromEnvironment } from './proxy.js';
import { resolveAlerts } from './resolve-alerts.js';
import { resolveServer } from './resolve-server.js';
import { describeSchemaErrors } from './schema-problems.js';
import { ServerSection } from './server-schema.js';
import { resolveWorkspaces } from './workspace-entries.js';
import { createWorkspaceSchema } from './workspace-schema.js';

export interface LoadOptions {
  flags: ConfigFlags;
  /** Wall clock, epoch milliseconds: a start time after it is refused. */
  now: () => number;
  /** Whether the command asks Workato: without, no token is needed and no workspace is resolved. */
  needsTokens: boolean;
  /** Whether the command delivers: without, no secret of a destination is read. Default: as `needsTokens`. */
  delivers?: boolean;
  /** Whether the command sends alerts: without, none of their secrets is read. Default: as `needsTokens`. */
  sendsAlerts?: boolean;
  /** Instead of the process's own. */
  environment?: Environment;
}

/**
 * Loads the configuration. Flags come before environment, environment before file, file before defaults.
 * @throws ConfigError with every mistake there is.
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  return resolveConfig(await readConfigFile(options.flags.config), options);
}

/**
 * The configuration from data in the form of the file, for programs that have no file.
 * @throws ConfigError with every mistake there is.
 */
export function parseConfig(content: unknown, options: Pick<LoadOptions, 'now' | 'environment'>): Config {
  const file: ConfigFile = { path: 'the configuration', content, lineOf: () => undefined };
  return resolveConfig(file, { ...options, flags: {}, needsTokens: true });
}

function resolveConfig(file: ConfigFile | null, options: LoadOptions): Config {
  const environment = options.environment ?? env;
  const problems: Problem[] = [];
  const written = gather(options.flags, environment, file, problems);
  const schema = createConfigSchema(options.now);
  const checked = schema.safeParse(written.content);
  if (!checked.success) {
    problems.push(...describeSchemaErrors(schema, checked.error, written.content, written.namePath));
  }
  // Sections are resolved although another one is wrong, so that every mistake is told at once.
  const sections = checked.data ?? salvage(written.content, options.now);
  const journalPath = resolve(sections.journal.path);
  const config: Config = {
    journal: { path: journalPath, keepDays: sections.journal.keep_days },
    workspaces: resolveWorkspaces(
      options.needsTokens ? (sections.workspaces ?? []) : [],
      environment,
      written.namePath,
      problems,
    ),
    destinations: resolveDestinations(sections.destinations ?? [], journalPath, {
      environment: (options.delivers ?? options.needsTokens) ? environment : null,
      namePath: written.namePath,
      problems,
    }),
    alerts: resolveAlerts(
      sections.alerts ?? [],
      (options.sendsAlerts ?? options.needsTokens) ? environment : null,
      written.namePath,
      problems,
    ),
    server: resolveServer(
      sections.server,
      written.isListenGiven,
      options.needsTokens ? environment : null,
      written.namePath,
      problems,
    ),
    proxy: proxyFromEnvironment(environment),
    extraCaFile: environment['NODE_EXTRA_CA_CERTS'] || null,
    file: file?.path ?? null,
  };
  if (problems.length > 0) throw new ConfigError(withoutRepeats(problems));
  return config;
}

/** A flag that goes for every workspace is wrong once. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}

/** What can be used of a content that has mistakes: its sound entries, each at its own index, undefined in place of the others. */
function salvage(content: unknown, now: () => number) {
  const sections = asMapping(content);
  const sound = <Entry>(schema: z.ZodType<Entry>, list: unknown): readonly (Entry | undefined)[] =>
    Array.isArray(list) ? list.map((entry) => schema.safeParse(entry).data) : [];
  return {
    journal: JournalSection.safeParse(sections['journal']).data ?? { path: '', keep_days: null },
    workspaces: sound(createWorkspaceSchema(now), sections['workspaces']),
    destinations: sound(DestinationEntry, sections['destinations']),
    alerts: sound(AlertEntry, sections['alerts']),
    server: ServerSection.safeParse(sections['server'] ?? {}).data ?? ServerSection.parse({}),
  };
}

/** What was written, in the form of the file, and how each setting is called where it was given. */
interface Written {
  content: unknown;
  namePath(path: readonly PropertyKey[]): string;
  /** Whether somebody said where to listen. */
  isListenGiven: boolean;
}

function gather(
  flags: ConfigFlags,
  environment: Environment,
  file: ConfigFile | null,
  problems: Problem[],
): Written {
  const names = new Map<string, string>();
  const content: Record<string, unknown> = { ...asMapping(file?.content) };
  const fromFile = (path: readonly PropertyKey[]) => {
    const line = file?.lineOf(path) ?? file?.lineOf(path.slice(0, -1));
    return line === undefined ? formatPath(path) : `${formatPath(path)} (${file?.path} line ${line})`;
  };
  const namePath = (path: readonly PropertyKey[]) =>
    names.get(formatPath(path)) ??
    names.get(formatPath(path.slice(0, 2))) ??
    (path.length === 0 && file ? file.path : fromFile(path));
  if (file && !isMapping(file.content)) return { content: file.content, namePath, isListenGiven: false };
  const journal = journalFromFlags(flags, environment);
  if (journal) {
    content['journal'] = isMapping(content['journal'])
      ? { ...content['journal'], path: journal.value }
      : journal.value;
    names.set('journal.path', journal.from);
  }
  if (flags.listen !== undefined) {
    content['server'] = { ...asMapping(content['server']), listen: flags.listen };
    names.set('server.listen', '--listen');
  }
  if (content['workspaces'] === undefined) {
    gatherWorkspace(workspaceFromFlags(flags, environment), content, names);
  } else {
    refuseMixed(workspaceFlags(flags), 'workspaces', file, problems);
    content['workspaces'] = giveUpAfter(flags.giveUpAfter, content['workspaces'], names);
  }
  if (content['destinations'] === undefined) {
    const { entries, problems: found } = destinationsFromFlags(flags.to);
    content['destinations'] = entries;
    for (const index of entries.keys()) names.set(`destinations[${index}]`, '--to');
    problems.push(...found);
  } else if (flags.to !== undefined) {
    refuseMixed(['--to'], 'destinations', file, problems);
  }
  return { content, namePath, isListenGiven: asMapping(content['server'])['listen'] !== undefined };
}

function gatherWorkspace(
  given: ReadonlyMap<string, Given>,
  content: Record<string, unknown>,
  names: Map<string, string>,
): void {
  for (const [key, { from }] of given) names.set(`workspaces[0].${key}`, from);
  const entry = Object.fromEntries([...given].map(([key, { value }]) => [key, value]));
  content['workspaces'] = [{ api_token: { env: TOKEN_VARIABLE }, ...entry }];
  if (!given.has('api_token')) names.set('workspaces[0].api_token', 'API token');
}

/** How long to try is a matter of the run: the flag goes before what the file says of each workspace. */
function giveUpAfter(flag: string | undefined, workspaces: unknown, names: Map<string, string>): unknown {
  if (flag === undefined || !Array.isArray(workspaces)) return workspaces;
  return workspaces.map((entry: unknown, index) => {
    if (!isMapping(entry)) return entry;
    names.set(`workspaces[${index}].give_up_after`, '--give-up-after');
    return { ...entry, give_up_after: flag };
  });
}

function refuseMixed(
  flags: readonly string[],
  section: string,
  file: ConfigFile | null,
  problems: Problem[],
): void {
  const where = file?.path ?? DEFAULT_CONFIG_FILE;
  for (const flag of flags) {
    problems.push({
      path: flag,
      message: `it cannot be used together with the ${section} of ${where}; expected one or the other`,
    });
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asMapping(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}
