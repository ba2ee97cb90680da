// A stretch of the journal made ready for one destination, before it is sent: pure.
import type { DeadLetter, Position, StoredEvent } from '../journal/journal-data.js';
import { describeError } from '../platform/errors.js';
import type { BatchLimits, Delivery, Formatter } from './destination.js';

/** The positions from `after` (exclusive) to `to` (inclusive), and what becomes of each. */
export interface Draft {
  after: Position;
  to: Position;
  deliveries: readonly Delivery[];
  /** Positions that the filter leaves out. */
  filtered: readonly Position[];
  /** Events that cannot be redacted, or that the format cannot express. */
  unformatted: readonly DeadLetter[];
  /** Of the lines with their line ends. */
  bytes: number;
}

/** A stretch of the journal as it was read: its ends, and the events still there. */
export interface Stretch {
  after: Position;
  to: Position;
  events: readonly StoredEvent[];
}

export interface Shaping {
  format: Formatter;
  /** Before the format sees the event, and after the filter did. */
  redact?: ((event: StoredEvent) => StoredEvent) | undefined;
  /** Whether the destination wants the event; without it, it wants them all. */
  filter?: ((event: StoredEvent) => boolean) | undefined;
  /** Absent where the ends are fixed, because this very stretch was sent before. */
  limits?: BatchLimits | undefined;
}

/** Filters, redacts and formats a stretch, and ends it early where the next line would go beyond the limits (one line always fits). */
export function draftStretch(stretch: Stretch, shaping: Shaping): Draft {
  const { limits, filter } = shaping;
  const deliveries: Delivery[] = [];
  const filtered: Position[] = [];
  const unformatted: DeadLetter[] = [];
  let bytes = 0;
  let reached = stretch.after;
  for (const event of stretch.events) {
    if (filter && !filter(event)) {
      filtered.push(event.position);
    } else {
      const delivery = tryShape(shaping, event);
      if ('reason' in delivery) {
        unformatted.push(delivery);
      } else {
        const { line } = delivery;
        const full = limits && (deliveries.length >= limits.events || bytes + line.length + 1 > limits.bytes);
        if (full && deliveries.length > 0) {
          return { after: stretch.after, to: reached, deliveries, filtered, unformatted, bytes };
        }
        deliveries.push(delivery);
        bytes += line.length + 1;
      }
    }
    reached = event.position;
  }
  return { after: stretch.after, to: stretch.to, deliveries, filtered, unformatted, bytes };
}

function tryShape({ redact, format }: Shaping, event: StoredEvent): Delivery | DeadLetter {
  try {
    const shown = redact ? redact(event) : event;
    return { event: shown, line: format(shown) };
  } catch (error: unknown) {
    return { position: event.position, reason: `cannot be formatted: ${describeError(error)}` };
  }
}

/** Two drafts that together are `draft`, each with about half of its deliveries; always the same two. */
export function splitDraft(draft: Draft): readonly [Draft, Draft] {
  const half = Math.ceil(draft.deliveries.length / 2);
  const middle = draft.deliveries[half - 1]?.event.position ?? draft.to;
  const within = (after: Position, to: Position): Draft => {
    const has = (position: Position) => position > after && position <= to;
    const deliveries = draft.deliveries.filter((delivery) => has(delivery.event.position));
    return {
      after,
      to,
      deliveries,
      filtered: draft.filtered.filter(has),
      unformatted: draft.unformatted.filter((letter) => has(letter.position)),
      bytes: deliveries.reduce((sum, delivery) => sum + delivery.line.length + 1, 0),
    };
  };
  return [within(draft.after, middle), within(middle, draft.to)];
}

/** How many positions of the draft stand for no event any more: their bodies were removed by retention. */
export function countMissing(draft: Draft): number {
  const present = draft.deliveries.length + draft.filtered.length + draft.unformatted.length;
  return draft.to - draft.after - present;
}
