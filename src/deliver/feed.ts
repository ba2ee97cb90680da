// The delivery of the journal to one destination: read a stretch, make it a draft, deliver it, go on. Read this file first.
import type { Position } from '../journal/journal-data.js';
import { isCollectorError, throwIfAborted } from '../platform/errors.js';
import { createTurn } from '../platform/turn.js';
import { deliverDraft } from './deliver-draft.js';
import type { BatchLimits } from './destination.js';
import { draftStretch, type Stretch } from './draft.js';
import type { FeedContext } from './feed-context.js';
import {
  closeDestination,
  type FeedSession,
  limitsOf,
  openDestination,
  startSession,
} from './feed-session.js';
import { timeToRipen } from './ripeness.js';

const GIVE_UP_AFTER_MS = 120_000;

/**
 * Delivers what is in the journal and what comes into it, until `signal` fires; then it returns. A destination that cannot be
 * written is tried for ever. To rewind the feed, stop it, rewind it in the journal, and run it again.
 * @throws CollectorError where trying again is of no use: DESTINATION_UNAVAILABLE that is not retryable (a closed pipe),
 * CONFIG_INVALID; and whatever the journal throws.
 */
export async function runFeed(context: FeedContext, signal: AbortSignal): Promise<void> {
  const session = await startSession(context, null);
  try {
    await openEarly(session);
    while (!signal.aborted) {
      if (await waitToRipen(session, signal)) continue;
      if (await deliverNext(session, signal)) continue;
      context.observe({ kind: 'caught-up', position: session.position });
      await context.waitForMore(session.position, signal);
    }
  } catch (error: unknown) {
    if (!signal.aborted || !isOurAbort(error, signal)) throw error;
  } finally {
    await closeDestination(session);
  }
}

/**
 * Delivers up to the newest position that the journal has at the time of the call.
 * @throws CollectorError the last failure after `giveUpAfterMs` without an acknowledged batch, or at once where trying again is
 * of no use; ABORTED when `signal` fires.
 */
export async function drainFeed(context: FeedContext, signal: AbortSignal): Promise<void> {
  const head = await context.journal.head();
  const session = await startSession(context, context.giveUpAfterMs ?? GIVE_UP_AFTER_MS);
  try {
    await openEarly(session);
    while (session.position < head) {
      throwIfAborted(signal);
      await deliverNext(session, signal);
    }
    context.observe({ kind: 'caught-up', position: session.position });
  } finally {
    await closeDestination(session);
  }
}

/** Delivers the batch that was under way when the feed last ended, if one was. @throws as `drainFeed`. */
export async function finishOpenBatch(session: FeedSession, signal: AbortSignal): Promise<void> {
  if (session.open) await deliverNext(session, signal);
}

/** Gives the destination the chance to repair what a crash left behind even where there is nothing to deliver. */
async function openEarly(session: FeedSession): Promise<void> {
  try {
    await openDestination(session);
  } catch (error: unknown) {
    if (isCollectorError(error) && !error.retryable) throw error;
    session.context.logger.debug('A destination could not be opened yet.', {
      destination: session.context.name,
    });
  }
}

/** Whether it waited for a batch to be filled: then it is time to look again. */
async function waitToRipen(session: FeedSession, signal: AbortSignal): Promise<boolean> {
  const { clock, journal, waitForMore } = session.context;
  const head = await journal.head();
  const waitMs = await timeToRipen(session, limitsOf(session), head);
  if (waitMs === 0 || head <= session.position) return false;
  const turn = createTurn(signal);
  const waits = [clock.sleep(waitMs, turn.signal), waitForMore(head, turn.signal)];
  await Promise.race(waits.map((wait) => wait.catch(() => undefined)));
  turn.release();
  return true;
}

/** Whether there was anything to deliver. */
async function deliverNext(session: FeedSession, signal: AbortSignal): Promise<boolean> {
  const { filter, redact, format } = session.context;
  const limits = limitsOf(session);
  const isRepeat = session.open !== null;
  const stretch = await readStretch(session, limits);
  if (!stretch) return false;
  const draft = draftStretch(stretch, { format, redact, filter, limits: isRepeat ? undefined : limits });
  await deliverDraft(session, draft, signal);
  if (session.position >= session.replayUntil) session.replayUntil = 0;
  return true;
}

async function readStretch(session: FeedSession, limits: BatchLimits): Promise<Stretch | null> {
  if (session.open) return readBetween(session, session.open.after, session.open.to, null);
  const head = await session.context.journal.head();
  const end = session.replayUntil > session.position ? Math.min(head, session.replayUntil) : head;
  return end > session.position ? readBetween(session, session.position, end, limits) : null;
}

/** Everything between two positions, or as much of it as the limits allow. */
async function readBetween(
  session: FeedSession,
  after: Position,
  end: Position,
  limits: BatchLimits | null,
): Promise<Stretch> {
  const most = { events: Math.min(end - after, limits?.events ?? end - after), bytes: limits?.bytes };
  const read = await session.context.journal.read(after, {
    events: most.events,
    bytes: most.bytes ?? Number.MAX_SAFE_INTEGER,
  });
  const events = read.filter((event) => event.position <= end);
  const to = limits ? (events.at(-1)?.position ?? end) : end;
  return { after, to, events };
}

function isOurAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || isCollectorError(error, 'ABORTED');
}
