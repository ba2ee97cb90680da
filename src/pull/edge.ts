// The edge of a drain: how far reading has come in event time. Pure.
import type { AuditEvent } from '../events/event.js';
import type { Direction, Drain } from './cursor.js';
import { measureDisorder, timesOf } from './rows.js';

/** Where reading goes on: at the last row's time, pushed back by as much as rows were seen out of order. */
export function edgeOf(rows: readonly AuditEvent[], direction: Direction): number | null {
  const last = timesOf(rows).at(-1);
  if (last === undefined) return null;
  const disorderMs = measureDisorder(rows, direction);
  return direction === 'newest first' ? last + disorderMs : last - disorderMs;
}

/** The one of two edges that lies further in the direction of reading. */
export function furthest(before: number | null, now: number | null, direction: Direction): number | null {
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
