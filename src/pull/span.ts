// The span of event time that a drain asks for next when it reads by time, and the part of it that is asked for after a full page.
import type { AuditEvent } from '../events/event.js';
import type { Direction, Drain } from './cursor.js';
import { measureDisorder, timesOf } from './rows.js';

export const SECOND_MS = 1000;

/** A half-open stretch of event time, in whole seconds; `to` is null where it has no end. */
export interface Span {
  from: number;
  to: number | null;
}

/**
 * Of the rows that a full page shows, the share that its next part should hold: rows out of order stand for as many more. Where they
 * all come from the far end, it is half of the span at most.
 */
const SHARE_IN_ORDER = 0.8;
const SHARE_OUT_OF_ORDER = 0.5;

/**
 * How the bounds of a span are cut, which may be included or not, and compared to the millisecond or the second. The first shows all
 * of the span in any case; where others beside it are in the way, one of them shows the span alone.
 */
const CUTS_MS = [
  [-1, 0],
  [0, -1],
  [-1, -1],
  [0, 0],
] as const;

/** The last way of asking for a span; the first is 0. */
export const LAST_CUT = CUTS_MS.length - 1;

/** The bounds of a span, cut in one of the ways. */
export function cutSpan({ from, to }: Span, cut: number): { from: number; to: number | undefined } {
  const [before, after] = CUTS_MS[cut] ?? CUTS_MS[0];
  return { from: from + before, to: to === null ? undefined : to + after };
}

/** The next span of a drain: from its edge as far as `until`, or all that is left; null where nothing is. */
export function nextSpan(drain: Drain): Span | null {
  const { from, to } = wholeSpan(drain);
  const { edge, until, direction } = drain;
  const left =
    direction === 'oldest first'
      ? { from: Math.max(from, edge ?? from), to }
      : { from, to: earlier(to, edge) };
  if (left.to !== null && left.from >= left.to) return null;
  if (until === null || until <= left.from || (left.to !== null && until >= left.to)) return left;
  return direction === 'oldest first' ? { ...left, to: until } : { ...left, from: until };
}

/** The window of a drain, in whole seconds. */
export function wholeSpan({ from, to }: Drain): Span {
  return { from: secondOf(from), to: to === null ? null : secondOf(to + SECOND_MS - 1) };
}

/** The beginning of the second in which `time` lies. */
export function secondOf(time: number): number {
  return Math.floor(time / SECOND_MS) * SECOND_MS;
}

/** Whether a span cannot be divided. */
export function isSecond({ from, to }: Span): boolean {
  return to !== null && to - from <= SECOND_MS;
}

/** Whether a time lies in a span. */
export function isWithin({ from, to }: Span, time: number): boolean {
  return time >= from && (to === null || time < to);
}

/**
 * As far as what is asked for next should reach, after a page over `span` that may hide rows: always less than all of it, and down to
 * the second that most of its rows share.
 */
export function splitSpan(span: Span, rows: readonly AuditEvent[], direction: Direction): number {
  const newestFirst = direction === 'newest first';
  const times = timesOf(rows)
    .filter((time) => isWithin(span, time))
    .sort((a, b) => (newestFirst ? b - a : a - b));
  const isInOrder = measureDisorder(rows, direction) === 0;
  const pivot =
    times[Math.floor(times.length * (isInOrder ? SHARE_IN_ORDER : SHARE_OUT_OF_ORDER))] ?? span.from;
  const middle = (span.from + (span.to ?? Math.max(span.from, ...times))) / 2;
  if (!newestFirst) {
    const second = secondOf(isInOrder ? pivot : Math.min(pivot, middle));
    return Math.max(second, span.from + SECOND_MS);
  }
  const second = secondOf(isInOrder ? pivot : Math.max(pivot, middle));
  return span.to === second + SECOND_MS ? second : second + SECOND_MS;
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
