// What was ordered of a feed, carried out while the feed itself is not running.
import { retryDeadLetters } from '../deliver/retry-dead-letters.js';
import type { FeedPart } from './parts.js';

/** Carries out every order. One that fails stays, and is tried again with the feed. @throws as `runFeed` does. */
export async function carryOutFeedOrders(feed: FeedPart, signal: AbortSignal): Promise<void> {
  await carryOutReplays(feed);
  await carryOutLetterOrders(feed, signal);
}

async function carryOutReplays(feed: FeedPart): Promise<void> {
  const { logger, name } = feed.context;
  for (let next = feed.replays[0]; next !== undefined; next = feed.replays[0]) {
    await feed.journal.openFeed(name, 0);
    await feed.journal.rewindFeed(name, next.after);
    await feed.journal.finishOrder(next.orderId);
    feed.replays.shift();
    logger.info('A replay was ordered and begins.', { destination: name, after_position: next.after });
  }
}

async function carryOutLetterOrders(feed: FeedPart, signal: AbortSignal): Promise<void> {
  const { logger, name } = feed.context;
  for (let next = feed.letterOrders[0]; next !== undefined; next = feed.letterOrders[0]) {
    if (next.kind === 'drop') {
      const dropped = await feed.journal.dropDeadLetters(name);
      logger.info('Dead letters were dropped, as ordered.', { destination: name, dropped });
    } else {
      const outcome = await retryDeadLetters({ ...feed.context, journal: feed.journal }, signal);
      logger.info('Dead letters were tried again, as ordered.', { destination: name, ...outcome });
    }
    await feed.journal.finishOrder(next.orderId);
    feed.letterOrders.shift();
  }
}
