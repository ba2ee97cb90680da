// A destination in memory that recognises repeated batches by their id, and that misbehaves on demand.
import { z } from 'zod';
import type { Batch, BatchLimits, DestinationType, OpenContext } from '../../src/deliver/destination.js';
import { CollectorError } from '../../src/platform/errors.js';

/** What one write does instead of succeeding. `reset`: the batch is lost; `timeout`: it is stored, and nobody hears of it. */
export type Fault = 'reset' | 'timeout' | 'refuse' | { retryAfterMs: number } | Error;

export interface MemoryDestination {
  type: DestinationType;
  /** Positions in the order in which they became durable, repeats left out. */
  readonly stored: readonly number[];
  /** Every batch that came in, repeats and refused ones too. */
  readonly batches: readonly Batch[];
  readonly opened: readonly OpenContext[];
  readonly closed: number;
  /** Used up one a write, in this order. */
  faults: Fault[];
  /** Positions that are refused for good: the whole batch, or just they. */
  poison: Set<number>;
  refusal: 'whole' | 'partial';
  /** What a refusal says. */
  reason: string;
  /** Thrown by every opening while it is set. */
  openFault: Error | null;
  limits: BatchLimits;
}

export function createMemoryDestination(limits: BatchLimits = { events: 10, bytes: 1e6 }): MemoryDestination {
  const stored: number[] = [];
  const batches: Batch[] = [];
  const opened: OpenContext[] = [];
  const known = new Set<string>();
  let closed = 0;

  const store = (batch: Batch, refused: readonly number[]): void => {
    if (known.has(batch.id) || refused.length === batch.deliveries.length) return;
    known.add(batch.id);
    stored.push(
      ...batch.deliveries.map(({ event }) => event.position).filter((one) => !refused.includes(one)),
    );
  };

  const write = (batch: Batch) => {
    batches.push(batch);
    const fault = destination.faults.shift();
    if (fault instanceof Error) throw fault;
    if (fault === 'refuse' && !known.has(batch.id))
      throw new CollectorError('DESTINATION_REFUSED', 'Refused on demand.');
    if (fault === 'reset') throw new CollectorError('DESTINATION_UNAVAILABLE', 'Connection reset.');
    if (typeof fault === 'object') throw new CollectorError('DESTINATION_UNAVAILABLE', 'Too many.', fault);
    const refused = batch.deliveries
      .map(({ event }) => event.position)
      .filter((one) => destination.poison.has(one));
    if (refused.length > 0 && destination.refusal === 'whole') {
      throw new CollectorError('DESTINATION_REFUSED', destination.reason);
    }
    store(batch, refused);
    if (fault === 'timeout') throw new CollectorError('DESTINATION_UNAVAILABLE', 'No answer in time.');
    return {
      refused: refused.map((position) => ({ position, reason: destination.reason })),
      resume: { to: batch.to },
    };
  };

  const destination: MemoryDestination = {
    stored,
    batches,
    opened,
    get closed() {
      return closed;
    },
    faults: [],
    poison: new Set(),
    refusal: 'whole',
    reason: 'A record is malformed.',
    openFault: null,
    limits,
    type: {
      type: 'memory',
      settings: z.unknown(),
      limits,
      async check() {},
      async open(_settings, context) {
        if (destination.openFault) throw destination.openFault;
        opened.push(context);
        return {
          write: async (batch) => write(batch),
          close: async () => {
            closed += 1;
          },
        };
      },
    },
  };
  return destination;
}
