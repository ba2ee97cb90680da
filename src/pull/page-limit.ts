// How many rows a page holds at most, as far as pages have given it away: it may be fewer than were asked for.
import type { AuditEvent } from '../events/event.js';

export interface PageLimit {
  note(rows: readonly AuditEvent[]): void;
  /** Whether two different pages of this length, and none longer, have betrayed a limit. */
  isReachedBy(length: number): boolean;
}

/** @param known the limit that was learnt before; null where none was. */
export function createPageLimit(known: number | null): PageLimit {
  let longest = { length: known ?? 0, firstKey: '', isMetTwice: known !== null };
  return {
    note(rows) {
      const firstKey = rows[0]?.key ?? '';
      if (rows.length > longest.length) longest = { length: rows.length, firstKey, isMetTwice: false };
      else if (rows.length === longest.length && firstKey !== longest.firstKey) longest.isMetTwice = true;
    },
    isReachedBy: (length) => length === longest.length && longest.isMetTwice,
  };
}
