// A running collector: every workspace, every feed, orders, retention and alerts side by side, until it is told to stop.

import { createTurn } from '../platform/turn.js';
import { keepAlerting } from './alerts/keep-alerting.js';
import { type FeedEnd, keepDelivering } from './keep-delivering.js';
import { keepPulling } from './keep-pulling.js';
import { watchOrders } from './orders.js';
import type { Parts } from './parts.js';
import { keepPruning } from './retention.js';

/** Why a collector ended: it was told to, or the reader of its only destination, standard output, has left. */
export type CollectorEnd = 'stopped' | 'nobody listens';

/**
 * Collects until `signal` fires. One bad workspace or destination never stops the others.
 * @throws CollectorError where the journal is damaged or lost.
 */
export async function runCollector(parts: Parts, signal: AbortSignal): Promise<CollectorEnd> {
  const life = createTurn(signal);
  const inLife = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      life.end();
      throw error;
    });
  const feeds = Promise.all(parts.feeds.map((feed) => inLife(keepDelivering(feed, life.signal))));
  const listening = feeds.then((ends) => {
    if (areAllGone(ends)) life.end();
    return ends;
  });
  const loops = [
    listening,
    inLife(watchOrders(parts, life.signal)),
    inLife(keepPruning(parts, life.signal)),
    keepAlerting(parts, life.signal),
    ...parts.workspaces.map((workspace) => inLife(keepPulling(workspace, life.signal))),
  ];
  const results = await Promise.allSettled(loops);
  life.release();
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return areAllGone(await listening) ? 'nobody listens' : 'stopped';
}

function areAllGone(ends: readonly FeedEnd[]): boolean {
  return ends.length > 0 && ends.every((end) => end === 'gone');
}
