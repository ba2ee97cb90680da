// The pure part of planning: what becomes of a cursor.
import { describe, expect, test } from 'vitest';
import { addSpan, type Cursor, createCursor, createDrain, parseCursor } from '../../src/pull/cursor.js';
import type { Learnt } from '../../src/pull/learnt.js';
import { applySettings } from '../../src/pull/settings.js';
import { closeUnfinishedTail } from '../../src/pull/tail.js';
import { claimWindow, finishWindow } from '../../src/pull/windows.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 31);
const LOOKBACK = HOUR / 6;
const EXCLUSIVE: Learnt = {
  version: 2,
  order: 'newest first',
  cursor: 'exclusive',
  rowwise: false,
};

function cursorOf(changes: Partial<Cursor> = {}): Cursor {
  const fresh = createCursor({
    fingerprint: 'direct',
    backfillStartTime: null,
    serverTime: NOW,
    now: NOW,
    lookbackMs: LOOKBACK,
    sweepDueAt: NOW,
  });
  return { ...fresh, ...changes };
}

function drainOf(from: number, to: number | null, changes: object = {}) {
  return { ...createDrain({ from, to }, { paging: 'exclusive', direction: 'newest first' }), ...changes };
}

test('a cursor is plain data, and garbage is refused by name', () => {
  const cursor = cursorOf({ tail: drainOf(NOW - HOUR, null) });
  expect(parseCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
  for (const garbage of [
    {},
    5,
    { ...cursor, version: 2 },
    { ...cursor, floor: 'x' },
    { ...cursor, more: 1 },
  ]) {
    expect(() => parseCursor(garbage)).toThrow(expect.objectContaining({ code: 'JOURNAL_CORRUPT' }));
  }
});

describe('an unfinished tail', () => {
  const begun = { pages: 3, rows: 300, after: '17', newest: NOW - 5000, startedAt: NOW, edge: NOW - HOUR };

  test('becomes a window that keeps its cursor, and the next tail starts behind the newest event that it saw', () => {
    const closed = closeUnfinishedTail(
      cursorOf({ mark: NOW - DAY, tail: drainOf(NOW - DAY, null, begun) }),
      LOOKBACK,
      NOW,
    );
    expect(closed).toMatchObject({
      tail: null,
      mark: NOW - 5000,
      windows: [{ kind: 'tail', drain: { from: NOW - DAY, to: NOW - 4000, after: '17' } }],
    });
  });

  test('starts its window again where its cursor is a count of rows', () => {
    const tail = drainOf(NOW - DAY, null, { ...begun, paging: 'offset' });
    const [window] = closeUnfinishedTail(cursorOf({ tail }), LOOKBACK, NOW).windows;
    expect(window?.drain).toMatchObject({ rows: 0, pages: 0, paging: 'offset' });
  });

  test('goes on as it is while it has read nothing', () => {
    const unread = cursorOf({ tail: drainOf(NOW - DAY, null) });
    expect(closeUnfinishedTail(unread, LOOKBACK, NOW)).toBe(unread);
  });

  test('is joined to the last of four that are unfinished', () => {
    const windows = [1, 2, 3, 4].map((id) => ({ id, kind: 'tail' as const, drain: drainOf(id, id + 1) }));
    const crowded = cursorOf({ windows, tail: drainOf(NOW - DAY, null, begun) });
    const joined = closeUnfinishedTail(crowded, LOOKBACK, NOW);
    expect(joined.windows).toHaveLength(4);
    expect(joined.windows.at(-1)?.drain).toMatchObject({ from: 4, to: NOW - 4000, pages: 0 });
    expect(joined).toMatchObject({ tail: null, mark: NOW });
  });
});

describe('windows', () => {
  test('are cut from history oldest first, without hole or overlap, and grow where there is little', () => {
    let cursor = addSpan(cursorOf(), { from: NOW - 300 * DAY, to: NOW - DAY, kind: 'backfill' }, NOW);
    const seen: { from: number; to: number | null }[] = [];
    for (;;) {
      const claim = claimWindow(cursor, new Set(), EXCLUSIVE, false);
      if (claim === null) break;
      const drain = claim.cursor.windows.find(({ id }) => id === claim.id)?.drain ?? drainOf(0, 0);
      seen.push(drain);
      cursor = finishWindow(claim.cursor, claim.id, { ...drain, pages: 1 }, NOW);
    }
    expect(seen.length).toBeLessThan(6);
    expect(seen[0]?.from).toBe(NOW - 300 * DAY);
    expect(seen.at(-1)?.to).toBe(NOW - DAY);
    for (const [index, window] of seen.slice(1).entries()) expect(window.from).toBe(seen[index]?.to);
    expect(cursor).toMatchObject({ spans: [], windows: [], backfill: null });
  });

  test('shrink where there is much', () => {
    const cursor = cursorOf({ windows: [{ id: 0, kind: 'backfill', drain: drainOf(NOW - DAY, NOW) }] });
    expect(finishWindow(cursor, 0, drainOf(NOW - DAY, NOW, { pages: 160 }), NOW).windowMs).toBe(DAY / 4);
  });

  test.each(['newest first', 'oldest first'] as const)(
    '%s: a long one is halved, and what is left keeps its cursor',
    (direction) => {
      const edge = direction === 'newest first' ? NOW - 2 * HOUR : NOW - 22 * HOUR;
      const drain = drainOf(NOW - DAY, NOW, { direction, edge, pages: 10, rows: 1000, after: '17' });
      const cursor = cursorOf({ windows: [{ id: 0, kind: 'backfill', drain }] });
      expect(claimWindow(cursor, new Set([0]), EXCLUSIVE, false)).toBeNull();
      const claim = claimWindow(cursor, new Set([0]), EXCLUSIVE, true);
      const [near, far] = claim?.cursor.windows ?? [];
      const middle = direction === 'newest first' ? NOW - 13 * HOUR : NOW - 11 * HOUR;
      expect(near?.drain).toMatchObject({
        after: '17',
        ...(direction === 'newest first' ? { from: middle, to: NOW } : { from: NOW - DAY, to: middle }),
      });
      expect(far?.drain).toMatchObject({
        after: null,
        ...(direction === 'newest first' ? { from: NOW - DAY, to: middle } : { from: middle, to: NOW }),
      });
    },
  );
});

describe('a changed configuration', () => {
  const settings = { fingerprint: 'direct', backfillStartTime: null };

  test('with the same fingerprint leaves drains alone, unless the cursor means something else now', () => {
    const read = { pages: 2, rows: 200, after: '17' };
    const cursor = cursorOf({
      tail: drainOf(NOW - HOUR, null, read),
      windows: [
        {
          id: 0,
          kind: 'backfill',
          drain: drainOf(NOW - DAY, NOW, { ...read, paging: 'time', edge: NOW - HOUR }),
        },
      ],
    });
    expect(applySettings(cursor, settings, EXCLUSIVE, NOW)).toEqual(cursor);
    const relearnt = applySettings(cursor, settings, { ...EXCLUSIVE, cursor: 'offset' }, NOW);
    expect(relearnt.tail).toMatchObject({ paging: 'offset', after: null, rows: 0, pages: 0 });
    expect(relearnt.windows).toEqual(cursor.windows);
  });
});
