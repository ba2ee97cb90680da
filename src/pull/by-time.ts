// Paging by time: right whatever page[after] means and in whatever order rows come. A page that is not full shows all of the
// span that it was asked for; a full one is asked for again over a part of it, down to a second.
import type { AuditEvent } from '../events/event.js';
import type { PageQuery } from '../events/page.js';
import { CollectorError } from '../platform/errors.js';
import type { Direction, Drain } from './cursor.js';
import { PAGE_SIZE, SUSPICIOUS_ROWS } from './page-limit.js';
import { measureDisorder, timesOf } from './rows.js';
import {
  cutSpan,
  isSecond,
  isWithin,
  LAST_CUT,
  nextSpan,
  SECOND_MS,
  type Span,
  secondOf,
  splitSpan,
} from './span.js';
import type { Step } from './step.js';

/** How full the next page should be: the fuller, the more often it is one row too many. */
const GOOD_SHARE = 0.8;
const MOST_GROWTH = 16;

/** What a drain asks for next; null where nothing is left. */
export function queryByTime(drain: Drain): PageQuery | null {
  const span = nextSpan(drain);
  if (span === null) return null;
  return { ...cutSpan(span, drain.cut), size: PAGE_SIZE };
}

/** What is known of a page's rows beside the rows themselves. */
export interface Seen {
  /** How many are new to this drain. */
  fresh: number;
  /** Whether more may be hidden behind a page limit. */
  isFull: boolean;
  /** How many rows a page can hold, as far as is known. */
  pageLength: number;
}

/** Takes a page that was asked by time. A second that fills a page alone is stuck. */
export function takeByTime(drain: Drain, next: Drain, rows: readonly AuditEvent[], seen: Seen): Step {
  const direction = next.direction ?? 'newest first';
  const span = nextSpan({ ...drain, direction });
  if (span === null) return { kind: 'done', drain: next };
  const at = { ...next, direction };
  const times = timesOf(rows);
  const own = rows.filter(({ time }) => time === null || isWithin(span, time)).length;
  const growth = Math.min(MOST_GROWTH, (GOOD_SHARE * seen.pageLength) / Math.max(1, own));
  if (seen.isFull && isSecond(span) && own > 0 && own === rows.length) return { kind: 'stuck', drain: at };
  if (
    drain.cut > 0 ? !seen.isFull || own === 0 || isSecond(span) : isDoubtful(span, rows.length, own, seen)
  ) {
    if (drain.cut < LAST_CUT) return { kind: 'more', drain: { ...at, cut: drain.cut + 1 } };
    return passSpan(at, span, farEnd(span, direction), growth);
  }
  if (!seen.isFull) return passSpan(at, span, edgeBehind(rows, span, direction, seen.fresh), growth);
  if (times.length === 0) throw unreadableTimes(rows.length);
  return { kind: 'more', drain: { ...at, until: splitSpan(span, rows, direction), cut: 0 } };
}

/** Whether a page may show less than its span holds, and other cuts may tell: crowded out by other rows, or a second with many. */
function isDoubtful(span: Span, rows: number, own: number, { fresh, isFull }: Seen): boolean {
  if (isFull) return isSecond(span) || own === 0;
  return rows >= SUSPICIOUS_ROWS && (own === 0 || (isSecond(span) && fresh === 0));
}

/** Goes on at `edge`; null: behind everything. */
function passSpan(drain: Drain, span: Span, edge: number | null, growth: number): Step {
  const passed = { ...drain, edge: edge ?? drain.edge, cut: 0, until: growSpan(drain, span, edge, growth) };
  const isOver = edge === null || nextSpan(passed) === null;
  return { kind: isOver ? 'done' : 'more', drain: passed };
}

/**
 * Where reading goes on behind a page that is not full: at the far end of its span. But where rows are in order, one that was short for
 * no reason hides what lies beyond its last row: the next one begins there, as long as that leads on or brings something new.
 */
function edgeBehind(
  rows: readonly AuditEvent[],
  span: Span,
  direction: Direction,
  fresh: number,
): number | null {
  const last = timesOf(rows).at(-1);
  if (last === undefined || measureDisorder(rows, direction) > 0) return farEnd(span, direction);
  const newestFirst = direction === 'newest first';
  const edge = newestFirst ? secondOf(last) + SECOND_MS : secondOf(last);
  const behindLast = Math.min(Math.max(edge, span.from), span.to ?? Number.POSITIVE_INFINITY);
  const near = newestFirst ? span.to : span.from;
  if (near === null || behindLast !== near || fresh > 0) return behindLast;
  if (rows.length < SUSPICIOUS_ROWS) return farEnd(span, direction);
  return newestFirst ? near - SECOND_MS : near + SECOND_MS;
}

function farEnd(span: Span, direction: Direction): number | null {
  return direction === 'newest first' ? span.from : span.to;
}

/** How far the next page should reach: so far that it is likely to be nearly full. */
function growSpan(drain: Drain, span: Span, edge: number | null, growth: number): number | null {
  if (drain.until === null || edge === null) return null;
  const to = span.to ?? Math.max(drain.startedAt ?? span.from, drain.newest ?? span.from);
  const widthMs = Math.max(SECOND_MS, secondOf((to - span.from) * growth));
  if (drain.direction === 'newest first') return edge - widthMs;
  const isAll = drain.to === null && edge + widthMs > (drain.startedAt ?? 0);
  return isAll ? null : edge + widthMs;
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
