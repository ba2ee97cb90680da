// Where one feed stands while it runs: its place in the journal, and its destination, open or to be opened again.
import type { Json, OpenBatch, Position } from '../journal/journal-data.js';
import { describeError } from '../platform/errors.js';
import type { BatchLimits, Destination } from './destination.js';
import type { FeedContext } from './feed-context.js';

/** Changes as the feed moves on. */
export interface FeedSession {
  readonly context: FeedContext;
  /** Null: it tries for ever. */
  readonly giveUpAfterMs: number | null;
  readonly maxRefusedInARow: number;
  position: Position;
  resume: Json;
  /** As recorded in the journal. */
  open: OpenBatch | null;
  /** Whether the destination may hold more than was acknowledged. */
  unconfirmed: boolean;
  replayUntil: Position;
  /** Events dead-lettered since the destination last took one. */
  refusedInARow: number;
  /** Monotonic time of the last acknowledgement, or of the start. */
  progressAt: number;
  destination: Destination | null;
  gathered: Gathered;
}

/** What has been seen of the batch that waits to be filled behind position `after`. */
interface Gathered {
  after: Position;
  upTo: Position;
  bytes: number;
  /** Monotonic time at which it began to wait. */
  since: number;
}

const MAX_REFUSED_IN_A_ROW = 100;

/** Finds or makes the feed in the journal. The destination is not opened yet. */
export async function startSession(context: FeedContext, giveUpAfterMs: number | null): Promise<FeedSession> {
  const feed = await context.journal.openFeed(context.name, context.startAfter ?? 0);
  const maxRefusedInARow = context.maxRefusedInARow ?? MAX_REFUSED_IN_A_ROW;
  // A batch that does not follow the position was left behind by a replay: it is of no use any more.
  const open = feed.open?.after === feed.position ? feed.open : null;
  return {
    context,
    giveUpAfterMs,
    maxRefusedInARow,
    position: feed.position,
    resume: feed.resume,
    open,
    unconfirmed: feed.open !== null,
    replayUntil: feed.replayUntil,
    refusedInARow: await countRefusedUpTo(context, feed.position, maxRefusedInARow),
    progressAt: context.clock.monotonic(),
    destination: null,
    gathered: { after: -1, upTo: 0, bytes: 0, since: 0 },
  };
}

/** Dead letters that stand directly before the feed's place, so that a restart does not begin to count anew. */
async function countRefusedUpTo(context: FeedContext, position: Position, most: number): Promise<number> {
  const letters = await context.journal.deadLetters(context.name, most);
  const refused = new Set(letters.map((letter) => letter.position));
  let count = 0;
  while (refused.has(position - count)) count += 1;
  return count;
}

/** The session's destination, opened where it is not. @throws whatever opening throws. */
export async function openDestination(session: FeedSession): Promise<Destination> {
  if (session.destination) return session.destination;
  const { type, settings } = session.context.destination;
  session.destination = await type.open(settings, {
    name: session.context.name,
    journalId: session.context.journal.id,
    resume: session.resume,
    batchOpen: session.unconfirmed,
    clock: session.context.clock,
    logger: session.context.logger,
    ...session.context.network,
  });
  return session.destination;
}

/** How large the next batch may grow: as the type says, or the configuration instead; never larger than the open destination takes. */
export function limitsOf({ context, destination }: FeedSession): BatchLimits {
  const { type, settings } = context.destination;
  const wanted = { ...(type.limitsFor?.(settings) ?? type.limits), ...context.limits };
  const most = destination?.limits;
  if (!most) return wanted;
  return {
    ...wanted,
    events: Math.min(wanted.events, most.events),
    bytes: Math.min(wanted.bytes, most.bytes),
  };
}

/** Lets go of the destination, so that the next use opens it again. A failure to do so is logged and no more. */
export async function closeDestination(session: FeedSession): Promise<void> {
  const { destination } = session;
  session.destination = null;
  try {
    await destination?.close();
  } catch (error: unknown) {
    session.context.logger.warn('Closing a destination failed.', {
      destination: session.context.name,
      reason: describeError(error),
    });
  }
}
