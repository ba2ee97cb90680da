// `replay`: deliver once more to one destination. A running collector gets it as an order; without one it is done here.
import type { Config } from '../config/config.js';
import type { JournalReader } from '../journal/journal.js';
import type { Position } from '../journal/journal-data.js';
import { openJournalReader } from '../journal/open-journal.js';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import { pickName } from './backfill.js';
import type { Parts } from './parts.js';
import { placeOrder } from './place-order.js';
import { type SyncReport, sync } from './sync.js';

export interface ReplayRequest {
  /** Undefined: the only one there is. */
  destination: string | undefined;
  /** The first event that is delivered again: by its position, or by when it was first collected. */
  start: { position: Position } | { time: number };
}

/** Leaves the order for the collector that runs; its number. @throws CollectorError CONFIG_INVALID for an unknown destination. */
export async function placeReplay(config: Config, request: ReplayRequest, clock: Clock): Promise<number> {
  const journal = await openJournalReader(config.journal.path);
  try {
    const inUse = (await journal.feeds()).filter(({ droppedAt }) => droppedAt === null);
    const feed = pickName(
      inUse.map(({ name }) => name),
      request.destination,
      'destination',
    );
    const after = await findStart(journal, request.start);
    return await placeOrder(journal, { kind: 'replay', feed, after }, 'command line', clock);
  } finally {
    await journal.close();
  }
}

/** Delivers again in this process; Workato is not asked. */
export async function replayHere(
  parts: Parts,
  request: ReplayRequest,
  giveUpAfterMs: number,
  signal: AbortSignal,
): Promise<SyncReport> {
  const names = parts.feeds.map(({ config }) => config.name);
  const feed = pickName(names, request.destination, 'destination');
  const after = await findStart(parts.journal, request.start);
  await placeOrder(parts.journal, { kind: 'replay', feed, after }, 'command line', parts.clock);
  const feeds = parts.feeds.filter(({ config }) => config.name === feed);
  return sync(parts, { giveUpAfterMs, feeds, workspaces: [] }, signal);
}

/** The position behind which a replay begins. @throws CollectorError CONFIG_INVALID for a position that is not there. */
export async function findStart(journal: JournalReader, start: ReplayRequest['start']): Promise<Position> {
  const head = await journal.head();
  const first = 'position' in start ? start.position : await journal.positionAt(start.time);
  if (first >= 1 && first <= head + 1) return first - 1;
  throw new CollectorError(
    'CONFIG_INVALID',
    `${first} is not a position of the journal; a replay begins at one from 1 to ${head}.`,
    {
      hint: '`status` shows the positions, `events` the position of each event.',
    },
  );
}
