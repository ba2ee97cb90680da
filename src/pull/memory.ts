// What a drain remembers of its last pages, to tell progress from repetition. It may be forgotten: a crash costs one request.
import type { AuditEvent } from '../events/event.js';

const MOST_KEYS = 10_000;

export interface Memory {
  /** Remembers the rows of a page and returns how many of them are new to this drain. */
  remember(rows: readonly AuditEvent[]): number;
  /** Whether two different pages of this length, and none longer, have betrayed a page limit. */
  isAtLimit(length: number): boolean;
  /** Pages in a row, the last one included, that brought nothing new. */
  readonly repeatedPages: number;
}

/** A memory of the last 10,000 to 20,000 keys. */
export function createMemory(): Memory {
  let young = new Set<string>();
  let old = new Set<string>();
  let repeatedPages = 0;
  let longest = { length: 0, pages: 0 };
  return {
    remember(rows) {
      const fresh = rows.filter((row) => !young.has(row.key) && !old.has(row.key));
      for (const row of rows) young.add(row.key);
      if (young.size > MOST_KEYS) {
        old = young;
        young = new Set();
      }
      if (fresh.length > 0 && rows.length >= longest.length) {
        longest = { length: rows.length, pages: rows.length === longest.length ? longest.pages + 1 : 1 };
      }
      repeatedPages = fresh.length === 0 ? repeatedPages + 1 : 0;
      return fresh.length;
    },
    isAtLimit: (length) => length === longest.length && longest.pages > 1,
    get repeatedPages() {
      return repeatedPages;
    },
  };
}
