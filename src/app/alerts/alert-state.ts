// What is remembered of alerts between two looks and two runs: plain data, checked when it is read back.
import { z } from 'zod';
import { ALERT_KINDS } from '../../config/alerts-schema.js';

/** Under this name the journal keeps it. */
export const ALERTS_KEPT_AS = 'alerts';

const Message = z.object({
  /** The same for every try of it. */
  id: z.string(),
  kind: z.enum([...ALERT_KINDS, 'test']),
  /** What is over, where the kind is `recovered`. */
  recovered: z.enum(ALERT_KINDS).nullable(),
  reason: z.enum(['nothing_happened', 'workato_not_asked']).nullable(),
  subject: z.string(),
  /** When this was told first, when it began; epoch milliseconds. */
  at: z.number(),
  since: z.number(),
  message: z.string(),
  hint: z.string(),
  code: z.string().nullable(),
  correlationId: z.string().nullable(),
  count: z.number().nullable(),
});

/** Something that lasts, as it was at the last look. Times are epoch milliseconds. */
const Track = z.object({
  /** Since when it holds. */
  since: z.number(),
  /** When it was told last; null: not yet. */
  toldAt: z.number().nullable(),
  reason: z.string().nullable(),
  /** Since when it does not hold any more; null while it does. */
  goneSince: z.number().nullable(),
});

/** A number, as it was told last. */
const Count = z.object({ told: z.number(), toldAt: z.number().nullable() });

const State = z.object({
  tracks: z.record(z.string(), Track),
  counts: z.record(z.string(), Count),
  marks: z.record(z.string(), z.object({ head: z.number(), at: z.number() })),
  /** Messages that are still to be sent, by kind and subject: a newer one takes the place of an older one. */
  outbox: z.record(z.string(), Message),
});

export type AlertMessage = z.infer<typeof Message>;
export type AlertTrack = z.infer<typeof Track>;
export type AlertCount = z.infer<typeof Count>;
export type AlertState = z.infer<typeof State>;

export const NOTHING_TOLD: AlertState = { tracks: {}, counts: {}, marks: {}, outbox: {} };

/** States of all alerts by their names; what another version has written is forgotten. */
export function parseStates(json: unknown): Readonly<Record<string, AlertState>> {
  return z.record(z.string(), State).safeParse(json).data ?? {};
}
