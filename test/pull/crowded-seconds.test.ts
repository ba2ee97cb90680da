// Seconds that hold many events, on servers whose cursor does not help; each of these once cost an event or a false alarm.
import { describe, expect, test } from 'vitest';
import { describeCursor } from '../../src/pull/progress.js';
import type { Behaviour, TrueEvent } from '../support/model-workato.js';
import { DAY, HOUR, history, MINUTE, SECOND, START, setUpPull } from '../support/pull-bench.js';

const BACKFILL = { backfillStartTime: START - 30 * DAY };
const COMPLETE = { lost: [], twice: 0 };

function ties(count: number, time: number, firstId: number): TrueEvent[] {
  return Array.from({ length: count }, (_, index) => ({ id: firstId + index, time, visibleAt: 0 }));
}

function setUp(truth: TrueEvent[], behaviour: Partial<Behaviour>) {
  return setUpPull(
    truth.toSorted((a, b) => a.time - b.time || a.id - b.id),
    { behaviour, settings: BACKFILL },
  );
}

describe.each(['newest first', 'oldest first'] as const)('%s', (order) => {
  test.each([true, false])(
    'two seconds beside each other that fill a page only together (bounds included: %s)',
    async (includes) => {
      const truth = [
        ...history(40, START - 2 * HOUR),
        ...ties(80, START - HOUR, 5_000_000),
        ...ties(60, START - HOUR + SECOND, 5_001_000),
      ];
      const bench = setUp(truth, { order, cursor: 'ignored', includesFrom: includes, includesTo: includes });
      await bench.pull();
      expect(bench.compare()).toEqual(COMPLETE);
    },
  );

  test('a dozen events in the last second, on a server that cuts its bounds to whole seconds', async () => {
    const bench = setUp([...history(40, START - 2 * HOUR), ...ties(12, START - HOUR, 5_000_000)], {
      order,
      cursor: 'ignored',
      wholeSeconds: true,
    });
    await bench.pull();
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('250 events in one second beside ids that are out of order', async () => {
    const calm = history(300, START - MINUTE, MINUTE);
    const swapped = calm.map((event, index) =>
      index % 5 === 0 ? { ...event, id: event.id + 7_000_000 } : event,
    );
    const bench = setUp([...swapped, ...ties(250, START - HOUR - 30 * SECOND, 5_000_000)], {
      order,
      sortedBy: 'time',
      follows: 'ids',
    });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('a second that cannot be read keeps nothing else from arriving, for days', async () => {
    const bench = setUp([...history(50, START - 2 * HOUR), ...ties(250, START - HOUR, 5_000_000)], {
      order,
      cursor: 'ignored',
    });
    await expect(bench.pull()).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' });
    const live: TrueEvent[] = [];
    for (let hour = 0; hour < 40; hour += 1) {
      await bench.clock.advance(HOUR);
      live.push({ id: 6_000_000 + hour, time: bench.clock.now(), visibleAt: 0 });
      bench.workato.truth.push(...live.slice(-1));
      await bench.pull().catch(() => {});
      expect(bench.compare(live)).toEqual(COMPLETE);
    }
    expect(bench.compare(bench.workato.truth.filter(({ id }) => id < 5_000_000))).toEqual(COMPLETE);
  });

  test('what lies beyond a second that cannot be read, where short pages stand between full ones', async () => {
    for (const shortPageEvery of [2, 3, 4, 5, 6, 7]) {
      const crowd = ties(130, START - 150 * MINUTE - 30 * SECOND, 5_000_000);
      const bench = setUp([...history(900), ...crowd], {
        order,
        sortedBy: 'time',
        cursor: 'ignored',
        shortPageEvery,
      });
      await bench.pull().catch(() => {});
      await bench.pull().catch(() => {});
      const others = bench.workato.truth.filter(({ id }) => id < 5_000_000);
      expect(bench.compare(others), `a short page after ${shortPageEvery}`).toEqual(COMPLETE);
    }
  });

  test('a short page is no proof that its second holds no more', async () => {
    for (const shortPageEvery of [2, 3, 4, 5, 6, 7]) {
      const crowd = ties(130, START - 150 * MINUTE - 30 * SECOND, 5_000_000);
      const bench = setUp([...history(900), ...crowd], {
        order,
        sortedBy: 'time',
        cursor: 'ignored',
        shortPageEvery,
      });
      await bench.pull().catch(() => {});
      await expect(bench.pull(), `a short page after ${shortPageEvery}`).rejects.toMatchObject({
        code: 'UNEXPECTED_RESPONSE',
      });
    }
  });

  test.each([
    ['pages of a hundred', 100, 250],
    ['pages that the server cuts at 25', 25, 60],
  ])(
    'events that came later than the lookback into a crowded second: %s',
    async (_name, pageLimit, count) => {
      const bench = setUp([...history(200, START - 2 * HOUR), ...ties(count, START - HOUR, 5_000_000)], {
        order,
        pageLimit,
      });
      await bench.pull();
      await bench.clock.advance(20 * MINUTE);
      bench.workato.truth.push({ id: 9_000_000, time: bench.clock.now(), visibleAt: 0 });
      await bench.pull();
      bench.workato.truth.push(...ties(60, START - HOUR, 5_001_000));
      await bench.clock.advance(7 * HOUR);
      await bench.pull();
      expect(bench.compare()).toEqual(COMPLETE);
    },
  );

  test('250 events in one second whose ids are out of order cost no more than their pages', async () => {
    const bench = setUp([...history(1200), ...ties(250, START - 300 * MINUTE - 30 * SECOND, 5_000_000)], {
      order,
      sortedBy: 'time',
      follows: 'rows',
    });
    expect(await bench.pull()).toBeLessThan(30);
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('one id that has jumped ahead just where a page ends', async () => {
    for (let at = 90; at <= 210; at += 1) {
      const calm = history(400, START - MINUTE, MINUTE);
      const [one, other] = [calm[at], calm[at + 5]];
      if (one === undefined || other === undefined) throw new RangeError('no such row');
      [one.id, other.id] = [other.id, one.id];
      const bench = setUp(calm, { order, sortedBy: 'time', follows: 'ids' });
      await bench.pull();
      expect(bench.compare(), `swapped at ${at}`).toEqual(COMPLETE);
    }
  });
});

test('a young workspace: a burst in this second, on pages that the server cuts at 25', async () => {
  for (const [order, cursor] of [
    ['newest first', 'exclusive'],
    ['oldest first', 'inclusive'],
    ['oldest first', 'offset'],
  ] as const) {
    const bench = setUpPull([], { behaviour: { order, cursor, pageLimit: 25 } });
    await bench.pull();
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push(...ties(40, bench.clock.now(), 5_000_000));
    await bench.pull();
    expect(bench.compare(), order).toEqual(COMPLETE);
  }
});

test('a dozen events in a second of a young workspace are no alarm, whatever the cursor', async () => {
  for (const cursor of ['exclusive', 'inclusive', 'offset', 'ignored'] as const) {
    const bench = setUpPull([], { behaviour: { cursor } });
    await bench.pull();
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push(...ties(12, bench.clock.now(), 5_000_000));
    expect(await bench.pull(), cursor).toBeLessThan(16);
    expect(bench.compare(), cursor).toEqual(COMPLETE);
  }
});

describe('pages that the server cuts below 100, and a cursor that it ignores', () => {
  test.each([10, 13, 25, 60])(
    'more events in a second than its %i rows are an error that says so',
    async (pageLimit) => {
      for (const order of ['newest first', 'oldest first'] as const) {
        const crowd = ties(pageLimit + 20, START - HOUR, 5_000_000);
        const bench = setUp([...history(20, START - 3 * HOUR, 10 * MINUTE), ...crowd], {
          order,
          cursor: 'ignored',
          pageLimit,
        });
        await expect(bench.pull(), order).rejects.toThrow(/More events share the second/);
        expect(bench.compare(bench.workato.truth.filter(({ id }) => id < 5_000_000))).toEqual(COMPLETE);
        await expect(bench.pull(), order).rejects.toThrow(/More events share the second/);
      }
    },
  );

  test('a young workspace that has shown nothing else: the doubt is on record, and settled by the first longer page', async () => {
    const bench = setUpPull([], { behaviour: { cursor: 'ignored', pageLimit: 25 } });
    await bench.pull();
    await bench.clock.advance(MINUTE);
    const second = bench.clock.now();
    bench.workato.truth.push(...ties(40, second, 5_000_000));
    await bench.pull();
    expect(bench.compare().lost).toHaveLength(15);
    const doubt = { from: second, to: second + SECOND, reason: expect.stringContaining('25 events share') };
    expect(describeCursor(bench.journal.cursor()).gaps).toMatchObject([doubt]);
    bench.behaviour.pageLimit = 100;
    await bench.clock.advance(2 * MINUTE);
    bench.workato.truth.push(...history(90, bench.clock.now() - SECOND, SECOND, 6_000_000));
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    expect(describeCursor(bench.journal.cursor()).gaps).toEqual([]);
  });

  test('a doubt turns into an error, tried at every pull, once other events show what the limit is', async () => {
    const bench = setUpPull([], { behaviour: { cursor: 'ignored', pageLimit: 25 } });
    await bench.pull();
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push(...ties(40, bench.clock.now(), 5_000_000));
    await bench.pull();
    await bench.clock.advance(7 * HOUR);
    bench.workato.truth.push(...history(50, bench.clock.now() - SECOND, MINUTE, 6_000_000));
    await bench.pull().catch(() => {});
    await bench.clock.advance(7 * HOUR);
    await expect(bench.pull()).rejects.toThrow(/More events share the second/);
    expect(describeCursor(bench.journal.cursor()).gaps).toEqual([]);
  });
});
