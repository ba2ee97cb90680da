// How far a backfill has come, over all workspaces: one pure fold of the journal's cursors.
import type { WorkspaceEntry } from '../journal/journal.js';
import { describeCursor } from '../pull/progress.js';

export interface BackfillProgress {
  /** Event time still to be read and in all, milliseconds. */
  remainingMs: number;
  totalMs: number;
  /** Between 0 and 1. */
  done: number;
  /** When it will be finished at the pace so far, milliseconds from now; null while that cannot be told. */
  etaMs: number | null;
  /** Events in the journal. */
  stored: number;
}

const TOO_EARLY = 0.005;

/** The backfill's progress; null where none is going on. */
export function measureBackfill(entries: readonly WorkspaceEntry[], now: number): BackfillProgress | null {
  const histories = entries.flatMap((entry) => {
    const { history, phase } = describeCursor(entry.cursor);
    return history && phase !== 'tailing' && history.remainingMs > 0 ? [history] : [];
  });
  const totalMs = sum(histories.map((history) => history.totalMs));
  if (totalMs === 0) return null;
  const remainingMs = sum(histories.map((history) => history.remainingMs));
  const done = 1 - remainingMs / totalMs;
  const elapsedMs = now - Math.min(...histories.map((history) => history.startedAt));
  const etaMs = done > TOO_EARLY && elapsedMs > 0 ? (elapsedMs / done) * (1 - done) : null;
  return { remainingMs, totalMs, done, etaMs, stored: sum(entries.map((entry) => entry.counts.stored)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
