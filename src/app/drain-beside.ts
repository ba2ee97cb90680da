// A feed beside work that ends: it delivers while the work goes on, and what is left once it is done.
import { runFeed } from '../deliver/feed.js';
import { abortedError, CollectorError } from '../platform/errors.js';
import { createTurn, type Turn } from '../platform/turn.js';
import { isFatal, toCollectorError } from './failure.js';
import type { FeedPart } from './parts.js';

const WATCH_MS = 250;

/** Work that brings events; its end is told by ringing the bell that feeds wait for. */
export interface Work {
  isDone: boolean;
}

/**
 * Delivers to one destination until `work` is done and the journal's end is reached. The destination is never interrupted in
 * the middle of a batch, unless it took nothing for `giveUpAfterMs` or `signal` fires.
 * @returns what went wrong for good; null where everything is delivered.
 * @throws CollectorError where the journal is lost.
 */
export async function drainBeside(
  feed: FeedPart,
  work: Work,
  giveUpAfterMs: number,
  signal: AbortSignal,
): Promise<CollectorError | null> {
  const turn = createTurn(signal);
  let isDrained = false;
  const waitForMore = async (after: number, waiting: AbortSignal) => {
    isDrained = work.isDone && (await feed.journal.head()) <= after;
    if (isDrained) turn.end();
    else await feed.context.waitForMore(after, waiting);
  };
  const watch = endWithoutProgress(feed, work, giveUpAfterMs, turn);
  try {
    await runFeed({ ...feed.context, waitForMore, isEnding: () => work.isDone }, turn.signal);
    if (isDrained) return null;
    return signal.aborted ? abortedError(signal) : tookNothing(feed, giveUpAfterMs);
  } catch (error: unknown) {
    if (isFatal(error)) throw error;
    const failure = toCollectorError(error);
    feed.health.trouble(failure, null);
    return failure;
  } finally {
    turn.release();
    await watch;
  }
}

async function endWithoutProgress(
  feed: FeedPart,
  work: Work,
  giveUpAfterMs: number,
  turn: Turn,
): Promise<void> {
  const { clock } = feed.context;
  const startedAt = clock.monotonic();
  while (!turn.signal.aborted) {
    await clock.sleep(WATCH_MS, turn.signal).catch(() => {});
    const quietMs = clock.monotonic() - Math.max(startedAt, feed.progress.acknowledgedAt);
    if (work.isDone && quietMs >= giveUpAfterMs) turn.end();
  }
}

function tookNothing(feed: FeedPart, giveUpAfterMs: number): CollectorError {
  const trouble = feed.health.current.trouble;
  return new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `Destination "${feed.config.name}" took nothing for ${Math.round(giveUpAfterMs / 1000)} s${trouble ? `: ${trouble.message}` : '.'}`,
    { hint: trouble?.hint || 'What is not delivered stays in the journal; the next run delivers it.' },
  );
}
