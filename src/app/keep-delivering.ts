// The life of one feed in a running collector: deliver, carry out replays, outlive every failure of its destination.

import { runFeed } from '../deliver/feed.js';
import { isCollectorError } from '../platform/errors.js';
import { createTurn } from '../platform/turn.js';
import { isFatal, nextTryMs, toCollectorError } from './failure.js';
import type { FeedPart } from './parts.js';
import { sleepUntilRung } from './sleep-until-rung.js';

const RETRY_MS = 5000;

/** Why a feed ended: it was told to, or its destination is gone for this process's life (a closed pipe). */
export type FeedEnd = 'stopped' | 'gone';

/**
 * Delivers to one destination until `signal` fires or the destination is gone for good.
 * @throws CollectorError only where the journal is lost.
 */
export async function keepDelivering(feed: FeedPart, signal: AbortSignal): Promise<FeedEnd> {
  let failures = 0;
  while (!signal.aborted) {
    const heard = feed.bell.count;
    try {
      await carryOutReplays(feed);
      await runUntilRung(feed, heard, signal);
      failures = 0;
    } catch (thrown: unknown) {
      if (signal.aborted) return 'stopped';
      if (isFatal(thrown)) throw thrown;
      const error = toCollectorError(thrown);
      if (isGone(error)) {
        feed.health.trouble(error, null);
        return 'gone';
      }
      failures += 1;
      const waitMs = nextTryMs(error, failures, RETRY_MS);
      feed.health.trouble(error, waitMs);
      await sleepUntilRung(feed.context.clock, waitMs, feed.bell, heard, signal);
    }
  }
  return 'stopped';
}

/** Whether a destination can never be written again by this process: standard output whose reader has left. */
export function isGone(error: unknown): boolean {
  return isCollectorError(error, 'DESTINATION_UNAVAILABLE') && !error.retryable;
}

/** Sets a feed back as ordered. Only while it is not running. */
export async function carryOutReplays(feed: FeedPart): Promise<void> {
  const { logger, name } = feed.context;
  for (let next = feed.replays[0]; next !== undefined; next = feed.replays[0]) {
    await feed.journal.openFeed(name, 0);
    await feed.journal.rewindFeed(name, next.after);
    await feed.journal.finishOrder(next.orderId);
    feed.replays.shift();
    logger.info('A replay was ordered and begins.', { destination: name, after_position: next.after });
  }
}

async function runUntilRung(feed: FeedPart, heard: number, signal: AbortSignal): Promise<void> {
  const turn = createTurn(signal);
  const rung = feed.bell.wait(heard, turn.signal).then(turn.end);
  try {
    await runFeed(feed.context, turn.signal);
  } finally {
    turn.release();
    await rung;
  }
}
