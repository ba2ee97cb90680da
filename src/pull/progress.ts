// Where pulling stands, in the words of `status` and the progress bar, read from a cursor alone.
import { type Cursor, type Drain, parseCursor, type Window } from './cursor.js';

export interface PullProgress {
  phase: 'new' | 'backfilling' | 'catching up' | 'tailing';
  /** Nothing older is wanted; epoch milliseconds, like every time here. */
  floor: number | null;
  /** The high-water mark. */
  mark: number | null;
  /** Event time of history still to be read and in all, milliseconds, and when reading it began. */
  history: { remainingMs: number; totalMs: number; startedAt: number } | null;
  openWindows: number;
  /** Server time at the start of the newest tail that was drained, and between it and the one before. */
  lastFinishedTail: number | null;
  pollIntervalMs: number | null;
  /** The newest finished sweep, and how many events only it had found. */
  lastSweep: { finishedAt: number; found: number } | null;
  /** Spans of event time that were left out, or that Workato no longer showed, with why. */
  gaps: readonly { from: number; to: number; reason: string }[];
}

const NEW: PullProgress = {
  phase: 'new',
  floor: null,
  mark: null,
  history: null,
  openWindows: 0,
  lastFinishedTail: null,
  pollIntervalMs: null,
  lastSweep: null,
  gaps: [],
};

/** @throws CollectorError JOURNAL_CORRUPT where `json` is neither null nor a cursor. */
export function describeCursor(json: unknown): PullProgress {
  if (json === null) return NEW;
  const cursor = parseCursor(json);
  return {
    phase: phaseOf(cursor),
    floor: cursor.floor,
    mark: cursor.mark,
    history: cursor.backfill && {
      remainingMs: Math.min(remainingMs(cursor), cursor.backfill.totalMs),
      totalMs: cursor.backfill.totalMs,
      startedAt: cursor.backfill.startedAt,
    },
    openWindows: cursor.windows.length + (cursor.tail === null ? 0 : 1),
    lastFinishedTail: cursor.lastTail?.finishedAt ?? null,
    pollIntervalMs: cursor.lastTail?.intervalMs ?? null,
    lastSweep: cursor.sweep.last,
    gaps: cursor.gaps,
  };
}

function phaseOf(cursor: Cursor): PullProgress['phase'] {
  const kinds = new Set<Window['kind']>([...cursor.windows, ...cursor.spans].map((part) => part.kind));
  if (kinds.has('backfill') || kinds.has('asked')) return 'backfilling';
  return kinds.size > 0 || cursor.lastTail === null ? 'catching up' : 'tailing';
}

function remainingMs(cursor: Cursor): number {
  const inSpans = cursor.spans.reduce((sum, span) => sum + span.to - span.from, 0);
  const inWindows = cursor.windows.reduce(
    (sum, window) => sum + (window.kind === 'tail' ? 0 : leftOf(window.drain)),
    0,
  );
  return inSpans + inWindows;
}

function leftOf(drain: Drain): number {
  const to = drain.to ?? drain.from;
  if (drain.edge === null || drain.direction === null) return to - drain.from;
  const left = drain.direction === 'newest first' ? drain.edge - drain.from : to - drain.edge;
  return Math.min(to - drain.from, Math.max(0, left));
}
