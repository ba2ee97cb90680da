// The three places in a cursor where a drain can stand, and what becomes of the cursor there.
import type { Cursor, Drain } from './cursor.js';
import type { Session } from './session.js';
import { finishSweep } from './sweep.js';
import { cutGap, finishTail, isGap } from './tail.js';
import { finishWindow, forgetGone } from './windows.js';

export interface Place {
  kind: 'tail' | 'backfill' | 'sweep';
  get(cursor: Cursor): Drain | null;
  set(cursor: Cursor, drain: Drain): Cursor;
  finish(cursor: Cursor, drain: Drain, serverTime: number): Cursor;
  /** What is left where Workato says that what the drain asks for is gone for good. */
  forget(cursor: Cursor, drain: Drain, now: number): Cursor;
}

/** The tail, from which a long gap is cut as soon as one shows. */
export function tailPlace(session: Session): Place {
  const { clock, settings } = session.context;
  const { lookbackMs } = settings;
  const cut = (cursor: Cursor, drain: Drain) => cutGap(cursor, drain, lookbackMs, clock.now());
  return {
    kind: 'tail',
    get: (cursor) => cursor.tail,
    set: (cursor, drain) =>
      isGap(drain, lookbackMs, clock.now()) ? cut(cursor, drain) : { ...cursor, tail: drain },
    finish: finishTail,
    forget: (cursor, drain, now) => cut(cursor, { ...drain, startedAt: now, isDated: true }),
  };
}

/** The sweep; `found` says how many events it has stored so far. */
export function sweepPlace(found: () => number): Place {
  return {
    kind: 'sweep',
    get: (cursor) => cursor.sweep.drain,
    set: (cursor, drain) => ({ ...cursor, sweep: { ...cursor.sweep, drain, found: found() } }),
    finish: (cursor, drain) => finishSweep(cursor, drain, found()),
    forget: (cursor, drain) => finishSweep(cursor, drain, found()),
  };
}

/** A closed window, by its id. */
export function windowPlace(id: number, session: Session): Place {
  return {
    kind: 'backfill',
    get: (cursor) => cursor.windows.find((window) => window.id === id)?.drain ?? null,
    set: (cursor, drain) => ({
      ...cursor,
      windows: cursor.windows.map((window) => (window.id === id ? { ...window, drain } : window)),
    }),
    finish: (cursor, drain, serverTime) => finishWindow(cursor, id, drain, serverTime),
    forget: (cursor, drain) => forgetGone(cursor, id, drain, session.learnt),
  };
}
