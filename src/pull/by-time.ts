// Paging by narrowing in time: right whatever page[after] means, as long as no single second holds more than a page.
import type { AuditEvent } from '../events/event.js';
import type { PageQuery } from '../events/page.js';
import { CollectorError } from '../platform/errors.js';
import type { Direction, Drain } from './cursor.js';
import { edgeOf, extremeOf, furthest } from './edge.js';
import type { Step } from './step.js';

/** Bounds may be exclusive, and whole seconds may hide fractions: everything is asked one second wider. */
export const MARGIN_MS = 1000;
/** Repeated rows from which on a page limit is suspected behind them. */
export const SUSPICIOUS_ROWS = 10;

/** How far short of the edge, against the direction of reading, the next page begins; below zero: behind it. */
const BEFORE_EDGE_MS = {
  'newest first': { wide: MARGIN_MS, narrow: MARGIN_MS - 1, beyond: -1 },
  'oldest first': { wide: MARGIN_MS, narrow: 1, beyond: 1 - MARGIN_MS },
} as const;

/** `bounds` cut at the edge of `drain`; null where nothing is left between them. */
export function cutAtEdge(drain: Drain, bounds: PageQuery & { from: number }): PageQuery | null {
  if (drain.edge === null) return bounds;
  const direction = drain.direction ?? 'newest first';
  const before = BEFORE_EDGE_MS[direction][drain.margin];
  if (direction === 'oldest first') {
    const from = Math.max(bounds.from, drain.edge - before);
    return bounds.to !== undefined && from >= bounds.to ? null : { ...bounds, from };
  }
  const to = Math.min(bounds.to ?? Number.POSITIVE_INFINITY, drain.edge + before);
  return bounds.from >= to ? null : { ...bounds, to };
}

/** What is known of a page's rows beside the rows themselves. */
export interface Seen {
  /** How many are new to this drain. */
  fresh: number;
  /** Whether more may be hidden behind a page limit. */
  isFull: boolean;
}

/**
 * Takes a page that was asked by time. The end is a page that repeats only what is known and hides nothing: few rows, or
 * nothing beyond them. A full page of known rows is asked for again more closely; if that shows nothing new, it is stuck.
 */
export function takeByTime(drain: Drain, next: Drain, rows: readonly AuditEvent[], seen: Seen): Step {
  const direction = next.direction ?? 'newest first';
  const isPassing = drain.passed !== null && drain.passed === drain.edge;
  if (drain.margin === 'beyond' && !isPassing) {
    const verdict = judgeBeyond(drain, next, rows, seen, direction);
    if (verdict !== null) return verdict;
  }
  if (seen.fresh > 0) {
    const edge = furthest(drain.edge, edgeOf(rows, direction), direction);
    const margin = edge === drain.edge && drain.margin === 'narrow' ? 'narrow' : 'wide';
    return { kind: 'more', drain: { ...next, direction, edge, margin } };
  }
  if (!seen.isFull && (rows.length < SUSPICIOUS_ROWS || drain.margin === 'beyond'))
    return { kind: 'done', drain: next };
  if (drain.margin === 'beyond' && isPassing) return { kind: 'more', drain: passSecond(next, direction) };
  const edge = extremeOf(rows, direction);
  if (edge === null) throw unreadableTimes(rows.length);
  const at = { ...next, direction, edge };
  if (!seen.isFull) return { kind: 'more', drain: { ...at, margin: 'beyond' } };
  if (drain.margin === 'wide') return { kind: 'more', drain: { ...at, margin: 'narrow' } };
  return { kind: 'stuck', drain: at };
}

/** A server that cuts bounds to whole seconds still shows what was to be left out: the next second is left out too. */
function passSecond(drain: Drain, direction: Direction): Drain {
  const edge = (drain.edge ?? 0) + (direction === 'newest first' ? -MARGIN_MS : MARGIN_MS);
  return { ...drain, edge, passed: edge };
}

/** Rows beyond the edge that the page before did not show, although they were there, prove that it hid some. */
function judgeBeyond(
  drain: Drain,
  next: Drain,
  rows: readonly AuditEvent[],
  seen: Seen,
  direction: Direction,
): Step | null {
  const edge = drain.edge ?? 0;
  const isBeyond = (time: number) => (direction === 'newest first' ? time < edge : time >= edge + MARGIN_MS);
  const times = rows.flatMap(({ time }) => (time !== null && isBeyond(time) ? [time] : []));
  if (times.some((time) => time <= (drain.startedAt ?? Number.POSITIVE_INFINITY)))
    return { kind: 'stuck', drain };
  if (times.length > 0 || seen.fresh > 0) return null;
  return seen.isFull ? { kind: 'stuck', drain } : { kind: 'done', drain: next };
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
