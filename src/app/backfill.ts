// `backfill`: one span of history now. A running collector gets it as an order; without one it is read here.
import type { Config } from '../config/config.js';
import type { WorkspaceEntry } from '../journal/journal-data.js';
import { openJournalReader } from '../journal/open-journal.js';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import type { Parts } from './parts.js';
import { placeOrder } from './place-order.js';
import { type SyncReport, sync } from './sync.js';

export interface BackfillRequest {
  /** Undefined: the only one there is. */
  workspace: string | undefined;
  from: number;
  to: number;
}

/** Leaves the order for the collector that runs; its number. @throws CollectorError CONFIG_INVALID for an unknown workspace. */
export async function placeBackfill(config: Config, request: BackfillRequest, clock: Clock): Promise<number> {
  const journal = await openJournalReader(config.journal.path);
  try {
    const workspace = pickName(namesOf(await journal.workspaces()), request.workspace, 'workspace');
    const order = { kind: 'backfill', workspace, from: request.from, to: request.to } as const;
    return await placeOrder(journal, order, 'command line', clock);
  } finally {
    await journal.close();
  }
}

/** Reads the span in this process and delivers what it brings; tail and sweep are not touched. */
export async function backfillHere(
  parts: Parts,
  request: BackfillRequest,
  giveUpAfterMs: number,
  signal: AbortSignal,
): Promise<SyncReport> {
  const names = parts.workspaces.map(({ config }) => config.name);
  const name = pickName(names, request.workspace, 'workspace');
  const { from, to } = request;
  const order = { kind: 'backfill', workspace: name, from, to } as const;
  await placeOrder(parts.journal, order, 'command line', parts.clock);
  const workspaces = parts.workspaces.filter(({ config }) => config.name === name);
  return sync(parts, { giveUpAfterMs, only: 'history', workspaces }, signal);
}

/** The name that was given, or the only one there is. @throws CollectorError CONFIG_INVALID where that is not clear. */
export function pickName(names: readonly string[], given: string | undefined, what: string): string {
  const [only, ...others] = names;
  if (given === undefined && only !== undefined && others.length === 0) return only;
  if (given !== undefined && names.includes(given)) return given;
  const list = names.length === 0 ? 'there is none yet' : `expected one of ${names.join(', ')}`;
  const came =
    given === undefined ? `There are several, and --${what} is missing` : `--${what} "${given}" is not known`;
  throw new CollectorError(
    'CONFIG_INVALID',
    `${names.length === 0 && given === undefined ? `No ${what} is known` : came}; ${list}.`,
    {
      hint: `Name the ${what} with --${what}; \`status\` lists them.`,
    },
  );
}

function namesOf(entries: readonly WorkspaceEntry[]): readonly string[] {
  return entries.map(({ name }) => name);
}
