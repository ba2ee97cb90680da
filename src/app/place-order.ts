// Leaving an order for the collector, and a line about it in its audit trail. Every order goes through here.
import type { JournalReader } from '../journal/journal.js';
import type { AuditRecord, Order } from '../journal/journal-data.js';
import type { Clock } from '../platform/clock.js';
import type { Action } from './action.js';

/** The order's number. `actor` says who ordered it, and from where. */
export async function placeOrder(
  journal: Pick<JournalReader, 'placeOrder' | 'recordAction'>,
  order: Order,
  actor: string,
  clock: Clock,
): Promise<number> {
  const now = clock.now();
  const id = await journal.placeOrder(order, now);
  await journal.recordAction({ at: now, actor, outcome: 'done', ...describeOrder(order) });
  return id;
}

/** An order as the audit trail has it. */
export function describeOrder(order: Order): Pick<AuditRecord, 'action' | 'subject' | 'detail'> {
  const subject = 'workspace' in order ? `workspace ${order.workspace}` : `destination ${order.feed}`;
  return { action: nameOf(order), subject, detail: detailOf(order) };
}

/** As the API calls it, so that an action goes by one name whatever comes of it. */
function nameOf({ kind }: Order): Action['action'] {
  switch (kind) {
    case 'pull':
      return 'pull_now';
    case 'retry-dead-letters':
      return 'retry_dead_letters';
    case 'drop-dead-letters':
      return 'drop_dead_letters';
    default:
      return kind;
  }
}

function detailOf(order: Order): string {
  if (order.kind === 'backfill') return `from ${instant(order.from)} to ${instant(order.to)}`;
  return order.kind === 'replay' ? `from position ${order.after + 1}` : '';
}

function instant(time: number): string {
  return new Date(time).toISOString();
}
