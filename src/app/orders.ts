// Orders that other processes left in the journal, handed to the loops that carry them out.
import type { PlacedOrder } from '../journal/journal-data.js';
import type { Parts, WorkspacePart } from './parts.js';

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
    if (await handOver(parts, placed)) continue;
    parts.logger.warn('An order names what is not configured here; it waits until it is.', describe(placed));
  }
}

async function handOver(parts: Parts, { id, order, placedAt }: PlacedOrder): Promise<boolean> {
  if ('workspace' in order) {
    const workspace = parts.workspaces.find(({ config }) => config.name === order.workspace);
    if (!workspace) return false;
    if (order.kind === 'backfill') workspace.backfills.push({ orderId: id, from: order.from, to: order.to });
    else await carryOut(parts, workspace, order.kind, { id, placedAt });
    workspace.bell.ring();
    return true;
  }
  const feed = parts.feeds.find(({ config }) => config.name === order.feed);
  if (!feed) return false;
  if (order.kind === 'replay') feed.replays.push({ orderId: id, after: order.after });
  else feed.letterOrders.push({ orderId: id, kind: order.kind === 'retry-dead-letters' ? 'retry' : 'drop' });
  feed.bell.ring();
  return true;
}

/** What takes no time: the bell that rings afterwards does the rest. */
async function carryOut(
  { journal, logger }: Parts,
  workspace: WorkspacePart,
  kind: 'pause' | 'resume' | 'pull',
  { id, placedAt }: { id: number; placedAt: number },
): Promise<void> {
  if (kind !== 'pull') {
    workspace.isPaused = kind === 'pause';
    await journal.setPaused(workspace.context.workspaceKey, workspace.isPaused ? placedAt : null);
    logger.info(workspace.isPaused ? 'Pulling was paused.' : 'Pulling goes on.', {
      workspace: workspace.config.name,
    });
  }
  await journal.finishOrder(id);
}

function describe({ order }: PlacedOrder): Record<string, string> {
  return 'workspace' in order
    ? { order: order.kind, workspace: order.workspace }
    : { order: order.kind, destination: order.feed };
}
