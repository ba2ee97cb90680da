// What calibration has found out about an endpoint: the order of its rows and what page[after] means there.
import { z } from 'zod';
import type { Ways } from './cursor.js';

/**
 * `exclusive` and `inclusive`: `page[after]` is an id, whose own record is left out or comes first. `offset`: a number of rows to
 * pass over. `ignored`: it cannot be used. `rowwise` is true where the cursor was seen to follow the rows although their
 * ids were out of order; without that, rows with ids out of order are paged by time.
 */
const Learnt = z.object({
  version: z.literal(2),
  order: z.enum(['newest first', 'oldest first']).nullable(),
  cursor: z.enum(['exclusive', 'inclusive', 'offset', 'ignored']),
  rowwise: z.boolean(),
});

export type Learnt = z.infer<typeof Learnt>;

/** What is remembered of an endpoint; null where nothing is, or where another version wrote it: it is learnt anew. */
export function parseLearnt(json: unknown): Learnt | null {
  const result = Learnt.safeParse(json);
  return result.success ? result.data : null;
}

/** How a new drain pages: by the cursor only where its meaning is confirmed. */
export function waysOf(learnt: Learnt | null): Ways {
  const direction = learnt?.order ?? null;
  return learnt === null || learnt.cursor === 'ignored'
    ? { paging: 'time', direction }
    : { paging: learnt.cursor, direction };
}
