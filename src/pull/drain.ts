// Reading all pages of one window, as a pure state machine: what to ask next, and what an answer means.
import type { AuditEvent } from '../events/event.js';
import { formatInstant } from '../events/instant.js';
import type { Page, PageQuery } from '../events/page.js';
import { CollectorError } from '../platform/errors.js';
import type { Direction, Drain } from './cursor.js';
import type { Memory } from './memory.js';
import { directionOf, findDisorder, measureDisorder, timesOf } from './rows.js';

/** Bounds may be exclusive, and whole seconds may hide fractions: everything is asked one second wider. */
export const MARGIN_MS = 1000;
export const PAGE_SIZE = 100;

/** Rows of one second on a page from which on a page limit is suspected behind them. */
const SUSPICIOUS_ROWS = 10;
const MOST_REPEATED_PAGES = 20;

/** What one page did to a drain. `contradicted`: paging as learnt cannot be right, the window has to start again. */
export type Step = { kind: 'more' | 'done'; drain: Drain } | { kind: 'contradicted' };

export interface TakeOptions {
  /** Whether the cursor is known to follow rows whose ids are out of order. */
  rowwise: boolean;
  /** Dates a page without a `Date`. */
  localTime: number;
  /** Pass over a second that cannot be finished by time (a sweep: its events were read by the cursor) instead of failing. */
  stepOver: boolean;
}

/** The next request of a drain; null where its window is behind it. */
export function nextQuery(drain: Drain): PageQuery | null {
  const wide = {
    from: drain.from - MARGIN_MS,
    to: drain.to === null ? undefined : drain.to + MARGIN_MS,
    size: PAGE_SIZE,
  };
  if (drain.paging !== 'time')
    return { ...wide, after: drain.paging === 'offset' ? offsetOf(drain) : (drain.after ?? undefined) };
  if (drain.edge === null) return wide;
  const narrow = narrowTo(
    drain.edge,
    drain.proving ? -1 : MARGIN_MS,
    drain.direction ?? 'newest first',
    wide,
  );
  return narrow.to !== undefined && narrow.from >= narrow.to ? null : narrow;
}

function offsetOf(drain: Drain): string | undefined {
  return drain.rows === 0 ? undefined : String(drain.rows);
}

/** `wide` cut at `edge` plus `marginMs` against the direction; −1 leaves out the second of the edge. */
function narrowTo(
  edge: number,
  marginMs: number,
  direction: Direction,
  wide: { from: number; to: number | undefined; size: number },
) {
  if (direction === 'newest first') {
    const to = edge + marginMs;
    return { ...wide, to: wide.to === undefined ? to : Math.min(wide.to, to) };
  }
  const from = marginMs < 0 ? edge + MARGIN_MS + marginMs : edge - marginMs;
  return { ...wide, from: Math.max(wide.from, from) };
}

/**
 * Takes one page into a drain.
 * @throws CollectorError UNEXPECTED_RESPONSE where a single second holds more events than can be reached.
 */
export function takePage(drain: Drain, page: Page, memory: Memory, options: TakeOptions): Step {
  const rows = page.events;
  const fresh = memory.remember(rows);
  const next = countPage(drain, page, options.localTime);
  if (rows.length === 0 || isPastStart(next, page, options.localTime)) return { kind: 'done', drain: next };
  const isFull = rows.length >= PAGE_SIZE || memory.isAtLimit(rows.length);
  if (drain.paging === 'time') return takeByTime(drain, next, rows, { fresh, isFull }, options);
  if (drain.paging === 'offset') {
    return memory.repeatedPages > MOST_REPEATED_PAGES
      ? { kind: 'contradicted' }
      : { kind: 'more', drain: next };
  }
  return takeById(drain, next, rows, fresh, options);
}

/** A tail whose rows run oldest first is over where events begin that were not there yet when it started: it might never end. */
function isPastStart(drain: Drain, page: Page, localTime: number): boolean {
  const times = timesOf(page.events);
  if (drain.to !== null || drain.startedAt === null || drain.direction !== 'oldest first') return false;
  if (times.length < page.events.length) return false;
  return Math.min(...times) > drain.startedAt && Math.max(...times) <= (page.serverTime ?? localTime);
}

function countPage(drain: Drain, page: Page, localTime: number): Drain {
  const latest = page.serverTime ?? localTime;
  const times = timesOf(page.events).filter((time) => time <= latest);
  const newest = Math.max(drain.newest ?? Number.NEGATIVE_INFINITY, ...times);
  const length = page.events.length;
  const direction = drain.direction ?? directionOf(page.events);
  return {
    ...drain,
    direction,
    startedAt: drain.startedAt ?? latest,
    edge:
      drain.paging === 'time'
        ? drain.edge
        : furthest(drain.edge, edgeOf(page.events, direction ?? 'newest first'), direction ?? 'newest first'),
    newest: Number.isFinite(newest) ? newest : null,
    rows: drain.rows + length,
    pages: drain.pages + 1,
  };
}

function takeById(
  drain: Drain,
  next: Drain,
  rows: readonly AuditEvent[],
  fresh: number,
  options: TakeOptions,
): Step {
  const ownRecordOnly = rows.length === 1 && rows[0]?.id === drain.after;
  if (drain.paging === 'inclusive' && ownRecordOnly) return { kind: 'done', drain: next };
  if (fresh === 0 || (!options.rowwise && findDisorder(rows) >= 0)) return { kind: 'contradicted' };
  const after = rows.findLast((row) => row.id !== null)?.id ?? null;
  if (after === null)
    return takeByTime(drain, { ...next, paging: 'time' }, rows, { fresh, isFull: false }, options);
  return after === drain.after ? { kind: 'contradicted' } : { kind: 'more', drain: { ...next, after } };
}

function takeByTime(
  drain: Drain,
  next: Drain,
  rows: readonly AuditEvent[],
  seen: { fresh: number; isFull: boolean },
  options: TakeOptions,
): Step {
  if (drain.proving && !options.stepOver) throw unreachableEvents(drain);
  const direction = next.direction ?? 'newest first';
  if (seen.fresh > 0) {
    const edge = furthest(drain.edge, edgeOf(rows, direction), direction);
    return { kind: 'more', drain: { ...next, direction, edge, proving: false } };
  }
  if (rows.length < SUSPICIOUS_ROWS) return { kind: 'done', drain: next };
  const edge = furthest(null, extremeOf(rows, direction), direction);
  if (edge === null) throw unreadableTimes(rows.length);
  if (seen.isFull && !options.stepOver) throw unreachableEvents({ ...next, edge });
  return { kind: 'more', drain: { ...next, direction, edge, proving: true } };
}

/** Where reading goes on: at the last row's time, pushed back by as much as rows were seen out of order. */
function edgeOf(rows: readonly AuditEvent[], direction: Direction): number | null {
  const last = timesOf(rows).at(-1);
  if (last === undefined) return null;
  const disorderMs = measureDisorder(rows, direction);
  return direction === 'newest first' ? last + disorderMs : last - disorderMs;
}

function extremeOf(rows: readonly AuditEvent[], direction: Direction): number | null {
  const times = timesOf(rows);
  if (times.length === 0) return null;
  return direction === 'newest first' ? Math.min(...times) : Math.max(...times);
}

function furthest(before: number | null, now: number | null, direction: Direction): number | null {
  if (before === null || now === null) return now ?? before;
  return direction === 'newest first' ? Math.min(before, now) : Math.max(before, now);
}

/** Pages that a drain still has to read, if events are as dense there as where it has been; 0 where nothing tells. */
export function estimatePagesLeft(drain: Drain, end: number): number {
  if (drain.edge === null || drain.direction === null) return 0;
  const newestFirst = drain.direction === 'newest first';
  const readMs = newestFirst ? end - drain.edge : drain.edge - drain.from;
  const leftMs = newestFirst ? drain.edge - drain.from : end - drain.edge;
  return (Math.max(0, leftMs) / Math.max(1000, readMs)) * drain.pages;
}

function unreachableEvents(drain: Drain): CollectorError {
  const second = drain.edge === null ? 'one second' : `the second ${formatInstant(drain.edge)}`;
  return new CollectorError(
    'UNEXPECTED_RESPONSE',
    `More events share ${second} than one page shows, and Workato's cursor does not lead to the rest.`,
    {
      retryable: false,
      hint: 'Nothing is skipped: the window is tried again at the next pull. Narrow the filters of this workspace so that fewer events share a second, and report it to Workato.',
    },
  );
}

function unreadableTimes(rows: number): CollectorError {
  return new CollectorError(
    'UNEXPECTED_RESPONSE',
    `None of the ${rows} records on a page has a readable timestamp, and Workato's cursor cannot be used to go on.`,
    {
      retryable: false,
      hint: 'The records of the page are kept: `events --json` shows their timestamps. Please report the format.',
    },
  );
}
