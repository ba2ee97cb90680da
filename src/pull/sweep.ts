// Sweeps: rarer, longer re-reads by time alone, which prove completeness and measure lateness. Pure.
import { type Cursor, createDrain, type Drain } from './cursor.js';
import type { Learnt } from './learnt.js';

/** Starts a sweep where one is due and none is under way: closed, read by time. */
export function startSweep(
  cursor: Cursor,
  learnt: Learnt | null,
  now: number,
  settings: { sweepReachMs: number; sweepIntervalMs: number; lookbackMs: number },
): Cursor {
  const dueAt = Math.min(cursor.sweep.dueAt, now + settings.sweepIntervalMs);
  const from = Math.max(cursor.floor, cursor.mark - settings.sweepReachMs);
  const to = cursor.mark - settings.lookbackMs;
  if (cursor.sweep.drain !== null || now < dueAt || to <= from)
    return { ...cursor, sweep: { ...cursor.sweep, dueAt } };
  const drain = createDrain({ from, to }, { paging: 'time', direction: learnt?.order ?? null });
  return { ...cursor, sweep: { ...cursor.sweep, dueAt: now + settings.sweepIntervalMs, drain, found: 0 } };
}

/** Books a finished sweep with the events that only it has found. */
export function finishSweep(cursor: Cursor, drain: Drain, found: number): Cursor {
  const last = { finishedAt: drain.startedAt ?? cursor.mark, found };
  return { ...cursor, sweep: { ...cursor.sweep, drain: null, found: 0, last } };
}
