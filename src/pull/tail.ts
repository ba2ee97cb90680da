// The tail: the open-ended window that follows live events, and what becomes of one that is not drained in time. Pure.
import { type Cursor, createDrain, type Drain, openWindow, type Ways } from './cursor.js';
import { estimatePagesLeft } from './edge.js';
import { PAGES_PER_WINDOW } from './windows.js';

const HOUR_MS = 3_600_000;
/** One more is joined to the last of them. */
const MOST_UNFINISHED_TAILS = 4;

/** Starts the next tail, open-ended, at max(floor, mark − lookback); a tail under way goes on. */
export function startTail(cursor: Cursor, ways: Ways, lookbackMs: number): Cursor {
  if (cursor.tail !== null) return cursor;
  const from = Math.max(cursor.floor, cursor.mark - lookbackMs);
  return { ...cursor, tail: createDrain({ from, to: null }, ways) };
}

/**
 * Closes a tail that was not drained in time, so that it goes on as a window beside a new tail: a broken page does not hold
 * up live events. The new tail starts behind the newest event that it saw or, where rows run oldest first, behind the time
 * at which it began.
 */
export function closeUnfinishedTail(cursor: Cursor, lookbackMs: number, now: number): Cursor {
  const tail = cursor.tail;
  if (tail === null || tail.pages === 0 || tail.newest === null) return cursor;
  const begunAt = timeOfStart(tail, now) ?? tail.newest;
  const risesFrom = Math.max(tail.newest, begunAt - lookbackMs);
  const to = (tail.direction === 'oldest first' ? risesFrom : tail.newest) + 1000;
  const mark = tail.direction === 'oldest first' ? Math.max(tail.newest, begunAt) : tail.newest;
  const unfinished = cursor.windows.filter((window) => window.kind === 'tail');
  const last = unfinished.at(-1);
  if (last === undefined || unfinished.length < MOST_UNFINISHED_TAILS)
    return closeTail(cursor, tail, 'tail', { to, mark });
  const whole = { from: Math.min(tail.from, last.drain.from), to: Math.max(to, last.drain.to ?? to) };
  const windows = cursor.windows.map((window) =>
    window === last ? { ...window, drain: createDrain(whole, tail) } : window,
  );
  return { ...cursor, tail: null, mark: Math.max(cursor.mark, mark), windows };
}

/** Whether what a tail still has to read is so long that live events should not wait for it: a downtime, mostly. */
export function isGap(tail: Drain, lookbackMs: number, now: number): boolean {
  const startedAt = timeOfStart(tail, now) ?? tail.from;
  const isLong = startedAt - lookbackMs - tail.from > HOUR_MS;
  return isLong && tail.newest !== null && estimatePagesLeft(tail, startedAt) > PAGES_PER_WINDOW;
}

/** Turns a tail across a gap into a window that ends a lookback before the server's time, and a tail that starts there. */
export function cutGap(cursor: Cursor, tail: Drain, lookbackMs: number, now: number): Cursor {
  const mark = timeOfStart(tail, now) ?? cursor.mark;
  return startTail(closeTail(cursor, tail, 'gap', { to: mark - lookbackMs, mark }), tail, lookbackMs);
}

/**
 * When a tail began, by the earlier of the server's clock and ours (`now` if it began just now): a mark that no event vouches for
 * must not lie in the future, where it would hide what happens until then. Null where our own clock would be the only witness.
 */
function timeOfStart(tail: Drain, now: number): number | null {
  return tail.startedAt === null || !tail.isDated ? null : Math.min(tail.startedAt, now);
}

function closeTail(
  cursor: Cursor,
  tail: Drain,
  kind: 'tail' | 'gap',
  at: { to: number; mark: number },
): Cursor {
  const to = Math.max(at.to, tail.from);
  // A row count holds only as long as the same rows stand before it, and a cursor's own row may lie behind the end that has just moved.
  const isLost = tail.paging === 'offset' || kind === 'gap';
  const drain = isLost ? createDrain({ from: tail.from, to }, tail) : { ...tail, to };
  return openWindow({ ...cursor, tail: null, mark: Math.max(cursor.mark, at.mark) }, kind, drain).cursor;
}

/** Books a finished tail: the mark moves, and what it covered is known. */
export function finishTail(cursor: Cursor, tail: Drain): Cursor {
  const finishedAt = tail.startedAt ?? cursor.mark;
  const covered = cursor.covered;
  const joins = covered !== null && tail.from <= covered.to;
  const last = cursor.lastTail;
  return {
    ...cursor,
    tail: null,
    mark: Math.max(cursor.mark, tail.newest ?? Number.NEGATIVE_INFINITY),
    covered: { from: joins ? Math.min(covered.from, tail.from) : tail.from, to: finishedAt },
    lastTail: { finishedAt, intervalMs: last === null ? null : Math.max(0, finishedAt - last.finishedAt) },
  };
}
