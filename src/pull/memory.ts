// What a drain remembers of its last pages, to tell progress from repetition. It may be forgotten: a crash costs one request.
import type { AuditEvent } from '../events/event.js';

const MOST_KEYS = 10_000;

export interface Memory {
  /** Remembers the rows of a page and returns those that are new to this drain. */
  remember(rows: readonly AuditEvent[]): readonly AuditEvent[];
  /** Takes rows back that were new: their page led nowhere, and they are to be new again when they come again. */
  forget(rows: readonly AuditEvent[]): void;
  /** How many rows are remembered of the times for which `isThen` says so. */
  count(isThen: (time: number) => boolean): number;
  /** Pages in a row, the last one included, that brought nothing new. */
  readonly repeatedPages: number;
}

/** A memory of the last 10,000 to 20,000 rows. */
export function createMemory(): Memory {
  let young = new Map<string, number | null>();
  let old = new Map<string, number | null>();
  let repeatedPages = 0;
  return {
    remember(rows) {
      const fresh = rows.filter((row) => !young.has(row.key) && !old.has(row.key));
      for (const row of rows) young.set(row.key, row.time);
      if (young.size > MOST_KEYS) {
        old = young;
        young = new Map();
      }
      repeatedPages = fresh.length === 0 ? repeatedPages + 1 : 0;
      return fresh;
    },
    forget(rows) {
      for (const { key } of rows) {
        young.delete(key);
        old.delete(key);
      }
    },
    count(isThen) {
      let rows = 0;
      for (const time of young.values()) if (time !== null && isThen(time)) rows += 1;
      for (const [key, time] of old) if (time !== null && isThen(time) && !young.has(key)) rows += 1;
      return rows;
    },
    get repeatedPages() {
      return repeatedPages;
    },
  };
}
