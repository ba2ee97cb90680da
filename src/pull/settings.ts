// What a changed configuration does to a cursor. Pure.
import { addGap, addSpan, type Cursor, createDrain, type Drain } from './cursor.js';
import { type Learnt, waysOf } from './learnt.js';

/** Takes a changed configuration into account: other filters from the mark on, an earlier start time as a span more. */
export function applySettings(
  cursor: Cursor,
  settings: { fingerprint: string; backfillStartTime: number | null },
  learnt: Learnt | null,
  now: number,
): Cursor {
  const start = settings.backfillStartTime;
  const earlier =
    start !== null && start < cursor.floor
      ? addSpan({ ...cursor, floor: start }, { from: start, to: cursor.floor, kind: 'backfill' }, now)
      : cursor;
  if (earlier.fingerprint === settings.fingerprint) return restartUnusable(earlier, learnt);
  const restarted = earlier.windows.map((window) => ({
    ...window,
    drain: createDrain(window.drain, waysOf(learnt)),
  }));
  const changed = {
    ...earlier,
    fingerprint: settings.fingerprint,
    tail: null,
    windows: restarted,
    sweep: { ...earlier.sweep, drain: null },
    covered: null,
  };
  return addGap(changed, {
    from: cursor.mark,
    to: cursor.mark,
    reason: 'endpoint or filters changed: they apply from here on',
  });
}

/** A cursor that was made under another meaning of `page[after]` than the one learnt since cannot be used. */
function restartUnusable(cursor: Cursor, learnt: Learnt | null): Cursor {
  const ways = waysOf(learnt);
  const renew = (drain: Drain) =>
    drain.paging === 'time' || drain.paging === ways.paging ? drain : createDrain(drain, ways);
  return {
    ...cursor,
    tail: cursor.tail && renew(cursor.tail),
    windows: cursor.windows.map((window) => ({ ...window, drain: renew(window.drain) })),
  };
}
