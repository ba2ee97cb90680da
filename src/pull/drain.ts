// Reading all pages of one window, as a pure state machine: what to ask next, and what an answer means.
import type { AuditEvent } from '../events/event.js';
import type { Page, PageQuery } from '../events/page.js';
import { takeById } from './by-id.js';
import { queryByTime, takeByTime } from './by-time.js';
import { createDrain, type Drain } from './cursor.js';
import { edgeOf, furthest } from './edge.js';
import type { Memory } from './memory.js';
import { PAGE_SIZE } from './page-limit.js';
import { dateOf, directionOf, timesOf } from './rows.js';
import { cutSpan, isWithin, LAST_CUT, nextSpan, SECOND_MS, wholeSpan } from './span.js';
import type { Step, TakeOptions } from './step.js';

const MOST_REPEATED_PAGES = 20;

/** Bounds may be exclusive, and whole seconds may hide fractions: a window is asked one second wider. */
export const MARGIN_MS = 1000;

/** The whole window of a drain, as it is asked for; a single second so that none is shown beside it. */
export function boundsOf(drain: Drain): PageQuery {
  if (isOneSecond(drain)) return { ...cutSpan(wholeSpan(drain), drain.cut), size: PAGE_SIZE };
  return {
    from: drain.from - MARGIN_MS,
    to: drain.to === null ? undefined : drain.to + MARGIN_MS,
    size: PAGE_SIZE,
  };
}

/** The next request of a drain; null where its window is behind it. */
export function nextQuery(drain: Drain): PageQuery | null {
  if (drain.paging === 'time') return queryByTime(drain);
  const bounds = boundsOf(drain);
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
  const next = countPage(drain, page, options.pageTime);
  if (isPastStart(next, page, options.pageTime)) return { kind: 'done', drain: next };
  if (drain.paging === 'time') {
    const isFull = options.pageLimit.mayHaveCut(rows.length) || hidesKnown(drain, rows, memory);
    return takeByTime(drain, next, rows, { fresh, isFull, pageLength: options.pageLimit.longest });
  }
  if (drain.paging !== 'offset' && isOneSecond(drain) && showsOthers(next, rows)) return cutAgain(drain);
  if (rows.length === 0) return { kind: 'done', drain: next };
  if (memory.repeatedPages > MOST_REPEATED_PAGES) return { kind: 'contradicted' };
  return drain.paging === 'offset'
    ? { kind: 'more', drain: next }
    : takeById(drain, next, rows, fresh, options);
}

/** Whether a drain reads a single second that was left to itself. */
export function isOneSecond(drain: Drain): boolean {
  return drain.to !== null && drain.to - drain.from <= SECOND_MS;
}

/**
 * Whether the page of a single second shows others, or nothing of it: ids that are in order within a second need not be across
 * seconds, and a server that compares them would pass some over.
 */
function showsOthers(drain: Drain, rows: readonly AuditEvent[]): boolean {
  const second = wholeSpan(drain);
  return timesOf(rows).some((time) => !isWithin(second, time)) || (drain.cut > 0 && drain.rows === 0);
}

function cutAgain(drain: Drain): Step {
  const again =
    drain.cut < LAST_CUT
      ? { ...createDrain(drain, drain), cut: drain.cut + 1 }
      : createDrain(drain, { ...drain, paging: 'time' });
  return { kind: 'more', drain: again };
}

/** Whether a page by time shows fewer rows of its span than are known: it is a short one. */
function hidesKnown(drain: Drain, rows: readonly AuditEvent[], memory: Memory): boolean {
  const span = nextSpan(drain);
  if (span === null) return false;
  const isThen = (time: number) => isWithin(span, time);
  return timesOf(rows).filter(isThen).length < memory.count(isThen);
}

/** A tail whose rows run oldest first is over where events begin that were not there yet when it started: it might never end. */
function isPastStart(drain: Drain, page: Page, pageTime: number): boolean {
  const times = timesOf(page.events);
  if (drain.to !== null || drain.startedAt === null || drain.direction !== 'oldest first') return false;
  if (times.length === 0 || times.length < page.events.length) return false;
  const readTo = drain.paging === 'time' ? (drain.edge ?? drain.from) : Math.min(...times);
  return readTo > drain.startedAt && Math.max(...times) <= pageTime;
}

function countPage(drain: Drain, page: Page, pageTime: number): Drain {
  const times = timesOf(page.events).filter((time) => time <= pageTime);
  const newest = Math.max(drain.newest ?? Number.NEGATIVE_INFINITY, ...times);
  const length = page.events.length;
  const direction = drain.direction ?? directionOf(page.events);
  return {
    ...drain,
    direction,
    startedAt: drain.startedAt ?? pageTime,
    isDated: drain.startedAt === null ? dateOf(page) !== null : drain.isDated,
    edge:
      drain.paging === 'time'
        ? drain.edge
        : furthest(drain.edge, edgeOf(page.events, direction ?? 'newest first'), direction ?? 'newest first'),
    newest: Number.isFinite(newest) ? newest : null,
    rows: drain.rows + length,
    pages: drain.pages + 1,
  };
}
