// Rows in whatever order, on servers whose cursor does not help: reading by time takes nothing for granted but what a page shows.
import { describe, expect, test } from 'vitest';
import { createCursor, createDrain, parseCursor } from '../../src/pull/cursor.js';
import { nextQuery } from '../../src/pull/drain.js';
import type { TrueEvent } from '../support/model-workato.js';
import { DAY, HOUR, history, MINUTE, SECOND, START, setUpPull } from '../support/pull-bench.js';

const BACKFILL = { backfillStartTime: START - 30 * DAY };
const COMPLETE = { lost: [], twice: 0 };

function ties(count: number, time: number, firstId: number): TrueEvent[] {
  return Array.from({ length: count }, (_, index) => ({ id: firstId + index, time, visibleAt: 0 }));
}

describe.each(['newest first', 'oldest first'] as const)('%s', (order) => {
  test('an order that has to do with nothing: all is read, for less than two requests a page and a few', async () => {
    const bench = setUpPull(history(3000, START - MINUTE, 47 * SECOND), {
      behaviour: { order, cursor: 'ignored', sortedBy: 'chance' },
      settings: BACKFILL,
    });
    expect(await bench.pull()).toBeLessThan(70);
    expect(bench.compare()).toEqual(COMPLETE);
    await bench.clock.advance(MINUTE);
    expect(await bench.pull()).toBeLessThan(4);
  });

  test('rows in the order of their ids, two of which have nothing to do with their times', async () => {
    const truth = history(900, START - MINUTE, 47 * SECOND).map((event, index) =>
      index === 333 || index === 555 ? { ...event, id: event.id + 5_000_000 } : event,
    );
    const bench = setUpPull(truth, { behaviour: { order, cursor: 'ignored' }, settings: BACKFILL });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('a tail that is longer than a page, with events of the future in it', async () => {
    const bench = setUpPull(history(40), {
      behaviour: { order, cursor: 'ignored', sortedBy: 'chance' },
      settings: BACKFILL,
    });
    await bench.pull();
    await bench.clock.advance(HOUR);
    bench.workato.truth.push(
      ...history(450, bench.clock.now() - SECOND, 7 * SECOND, 5_000_000),
      ...history(130, bench.clock.now() + 500 * DAY, HOUR, 6_000_000),
    );
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push({ id: 7_000_000, time: bench.clock.now(), visibleAt: 0 });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('killed at each commit in turn', async () => {
    for (let killedAt = 1; killedAt <= 16; killedAt += 1) {
      const bench = setUpPull([...history(700), ...ties(60, START - 200 * MINUTE, 5_000_000)], {
        behaviour: { order, cursor: 'ignored', sortedBy: 'chance' },
        settings: BACKFILL,
      });
      let left = killedAt;
      bench.journal.beforeAppend = () => {
        left -= 1;
        if (left === 0) throw new Error('killed');
      };
      await bench.pull().catch(() => {});
      bench.journal.beforeAppend = () => {};
      await bench.pull();
      expect(bench.compare(), `killed at commit ${killedAt}`).toEqual(COMPLETE);
    }
  });

  test('a cursor that follows rows survives that history is shared out among several readers', async () => {
    const bench = setUpPull(history(2500, START - MINUTE, 10 * MINUTE), {
      behaviour: { order, cursor: 'inclusive', follows: 'rows', sortedBy: 'chance', pageLimit: 15 },
      settings: { ...BACKFILL, lanes: 8 },
      latencyMs: 3000,
    });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('a crowded second beside another, on a server that compares ids which have nothing to do with time', async () => {
    const scattered = (event: TrueEvent, index: number) => ({
      ...event,
      id: 5_000_000 + ((index * 7919) % 100_003),
    });
    const truth = [
      ...history(60, START - 2 * HOUR),
      ...ties(50, START - HOUR, 1),
      ...ties(60, START - HOUR + SECOND, 1),
    ].map(scattered);
    const bench = setUpPull(truth, {
      behaviour: { order, sortedBy: 'time', follows: 'ids', pageLimit: 13 },
      settings: BACKFILL,
    });
    await bench.pull().catch(() => {});
    await bench.pull().catch(() => {});
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('a tail across a long gap, on a server that looks for the row of its cursor', async () => {
    const bench = setUpPull(history(20), { behaviour: { order, follows: 'rows' }, settings: BACKFILL });
    await bench.pull();
    await bench.clock.advance(10 * DAY);
    bench.workato.truth.push(
      ...history(6000, bench.clock.now() - 8 * MINUTE, 2 * MINUTE, 5_000_000),
      ...history(450, bench.clock.now() - SECOND, SECOND, 6_000_000),
    );
    await bench.pull();
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });
});

test('a window that an older version left half read goes on where it stood', () => {
  const drain = createDrain({ from: START - DAY, to: START }, { paging: 'time', direction: 'newest first' });
  const { cut: _cut, until: _until, isDated: _isDated, ...old } = drain;
  const cursor = createCursor({
    fingerprint: 'direct',
    backfillStartTime: START - DAY,
    serverTime: START,
    now: START,
    lookbackMs: 0,
    sweepDueAt: START,
  });
  const left = { ...old, edge: START - HOUR, margin: 'narrow', passed: null, pages: 3 };
  const stored = { ...cursor, windows: [{ id: 0, kind: 'backfill', drain: left }] };
  const [window] = parseCursor(JSON.parse(JSON.stringify(stored))).windows;
  if (window === undefined) throw new RangeError('no window');
  expect(window.drain).toEqual({ ...drain, edge: START - HOUR, pages: 3 });
  expect(nextQuery(window.drain)).toMatchObject({ from: START - DAY - 1, to: START - HOUR });
});
