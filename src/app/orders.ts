// Orders that other processes left in the journal, handed to the loops that carry them out.
import type { PlacedOrder } from '../journal/journal.js';
import type { Parts } from './parts.js';

const LOOK_MS = 1000;

/** Looks for orders each second until `signal` fires. An order stays in the journal until it is carried out. */
export async function watchOrders(parts: Parts, signal: AbortSignal): Promise<void> {
  const taken = new Set<number>();
  while (!signal.aborted) {
    await takeOrders(parts, taken);
    await parts.clock.sleep(LOOK_MS, signal).catch(() => {});
  }
}

/** Hands over the orders that are not in `taken` yet. One for a name that is not in `parts` stays where it is. */
export async function takeOrders(parts: Parts, taken: Set<number> = new Set()): Promise<void> {
  for (const placed of await parts.journal.orders()) {
    if (taken.has(placed.id)) continue;
    taken.add(placed.id);
    if (handOver(parts, placed)) continue;
    parts.logger.warn('An order names what is not configured here; it waits until it is.', describe(placed));
  }
}

function handOver(parts: Parts, { id, order }: PlacedOrder): boolean {
  if (order.kind === 'backfill') {
    const workspace = parts.workspaces.find(({ config }) => config.name === order.workspace);
    workspace?.backfills.push({ orderId: id, from: order.from, to: order.to });
    workspace?.bell.ring();
    return workspace !== undefined;
  }
  const feed = parts.feeds.find(({ config }) => config.name === order.feed);
  feed?.replays.push({ orderId: id, after: order.after });
  feed?.bell.ring();
  return feed !== undefined;
}

function describe({ order }: PlacedOrder): Record<string, string> {
  return order.kind === 'backfill'
    ? { order: 'backfill', workspace: order.workspace }
    : { order: 'replay', destination: order.feed };
}
