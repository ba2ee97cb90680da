// How many rows a page holds at most, as far as pages have given it away: it may be fewer than were asked for.
import type { AuditEvent } from '../events/event.js';
import type { Page, PageQuery } from '../events/page.js';
import { SECOND_MS, secondOf } from './span.js';

export const PAGE_SIZE = 100;
/** From so many rows on a page may have been cut by a limit that is lower than what was asked for. */
export const SUSPICIOUS_ROWS = 10;

/** What one pull has seen of the limit: a server may lower it at any time. */
export interface PageLimit {
  note(rows: readonly AuditEvent[]): void;
  /** Whether a page of this length may have been cut: not where a longer one has been seen. */
  mayHaveCut(length: number): boolean;
  /** How many rows the longest page had; at least as many as make one suspicious. */
  readonly longest: number;
  /** Leave to ask for a page without bounds, which is as long as pages get: given once. */
  takeMeasurement(): boolean;
}

export function createPageLimit(): PageLimit {
  let longest = SUSPICIOUS_ROWS;
  let isMeasured = false;
  return {
    note: (rows) => {
      longest = Math.max(longest, rows.length);
    },
    mayHaveCut: (length) => length >= PAGE_SIZE || length >= longest,
    get longest() {
      return longest;
    },
    takeMeasurement: () => {
      const may = !isMeasured;
      isMeasured = true;
      return may;
    },
  };
}

type AskPage = (query: PageQuery) => Promise<Page>;

/** Makes sure, with one request a pull, that a page of `length` rows is not taken for a full one where pages can be longer. */
export async function measureLimit(limit: PageLimit, length: number, ask: AskPage): Promise<void> {
  if (length < PAGE_SIZE && limit.mayHaveCut(length) && limit.takeMeasurement())
    limit.note((await ask({ size: PAGE_SIZE })).events);
}

/**
 * Whether a page of `length` rows, all of them of one `second`, was cut. Where no limit explains it, it shows fewer rows than are
 * known; otherwise it was where there are other rows, and yet the page without bounds is no longer. At most two requests.
 */
export async function judgeCrowd(
  limit: PageLimit,
  second: number,
  length: number,
  ask: AskPage,
): Promise<'cut' | 'whole' | 'unknown'> {
  if (length >= PAGE_SIZE || !limit.mayHaveCut(length)) return 'cut';
  for (const elsewhere of [{ to: second - 1 }, { from: second + SECOND_MS }]) {
    const { events } = await ask({ ...elsewhere, size: PAGE_SIZE });
    limit.note(events);
    if (!limit.mayHaveCut(length)) return 'whole';
    if (events.some(({ time }) => time !== null && secondOf(time) !== second)) return 'cut';
  }
  return 'unknown';
}
