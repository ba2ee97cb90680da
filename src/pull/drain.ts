// Reading all pages of one window, as a pure state machine: what to ask next, and what an answer means.
import type { AuditEvent } from '../events/event.js';
import type { Page, PageQuery } from '../events/page.js';
import { takeById } from './by-id.js';
import { cutAtEdge, MARGIN_MS, SUSPICIOUS_ROWS, takeByTime } from './by-time.js';
import type { Drain } from './cursor.js';
import { edgeOf, furthest } from './edge.js';
import type { Memory } from './memory.js';
import { directionOf, timesOf } from './rows.js';
import type { Step, TakeOptions } from './step.js';

export const PAGE_SIZE = 100;

const MOST_REPEATED_PAGES = 20;

/** The whole window of a drain, as it is asked for. */
export function boundsOf(drain: Drain): PageQuery & { from: number } {
  return {
    from: drain.from - MARGIN_MS,
    to: drain.to === null ? undefined : drain.to + MARGIN_MS,
    size: PAGE_SIZE,
  };
}

/** The next request of a drain; null where its window is behind it. */
export function nextQuery(drain: Drain): PageQuery | null {
  const bounds = boundsOf(drain);
  if (drain.paging === 'time') return cutAtEdge(drain, bounds);
  if (drain.paging === 'offset')
    return { ...bounds, after: drain.rows === 0 ? undefined : String(drain.rows) };
  return { ...bounds, after: drain.after ?? undefined };
}

/**
 * Takes one page into a drain.
 * @throws CollectorError UNEXPECTED_RESPONSE where neither times nor cursor lead on.
 */
export function takePage(drain: Drain, page: Page, memory: Memory, options: TakeOptions): Step {
  const rows = page.events;
  const fresh = memory.remember(rows);
  const step = stepAfter(drain, page, { fresh: fresh.length, memory }, options);
  if (step.kind !== 'more' && step.kind !== 'done') memory.forget(fresh);
  return step;
}

function stepAfter(
  drain: Drain,
  page: Page,
  { fresh, memory }: { fresh: number; memory: Memory },
  options: TakeOptions,
): Step {
  const rows = page.events;
  const next = countPage(drain, page, options.localTime);
  if (rows.length === 0) return { kind: drain.margin === 'narrow' ? 'stuck' : 'done', drain: next };
  if (isPastStart(next, page, options.localTime)) return { kind: 'done', drain: next };
  if (drain.paging === 'time') {
    const isShort = hidesKnown(drain, rows, memory);
    // Cut closely, bounds that are exclusive or lose their milliseconds have left out the very second that was asked for.
    if (isShort && drain.margin === 'narrow') return { kind: 'stuck', drain: next };
    return takeByTime(drain, next, rows, {
      fresh,
      isFull: isShort || mayBeFull(drain, rows.length, options),
    });
  }
  if (memory.repeatedPages > MOST_REPEATED_PAGES) return { kind: 'contradicted' };
  return drain.paging === 'offset'
    ? { kind: 'more', drain: next }
    : takeById(drain, next, rows, fresh, options);
}

/** Whether a page may have been cut by a limit. Before anything is learnt, any page may: the cursor, once learnt, shows whether. */
function mayBeFull(drain: Drain, length: number, { learnt, pageLimit }: TakeOptions): boolean {
  const isUnknown = learnt === null && drain.margin !== 'beyond' && !isOneSecond(drain);
  return length >= SUSPICIOUS_ROWS && (length >= PAGE_SIZE || pageLimit.isReachedBy(length) || isUnknown);
}

/** Whether a drain reads a single second that was left to itself. */
export function isOneSecond(drain: Drain): boolean {
  return drain.to !== null && drain.to - drain.from <= MARGIN_MS;
}

/** Whether a page that was asked for around the edge shows fewer rows of that very time than are known: it is a short one. */
function hidesKnown({ edge, margin }: Drain, rows: readonly AuditEvent[], memory: Memory): boolean {
  if (edge === null || margin === 'beyond') return false;
  return rows.filter(({ time }) => time === edge).length < memory.countAt(edge);
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
