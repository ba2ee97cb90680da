// Servers whose Date is wrong: a mark that lies in the future would hide what happens until then.
import { describe, expect, test } from 'vitest';
import type { TrueEvent } from '../support/model-workato.js';
import { DAY, HOUR, history, MINUTE, SECOND, START, setUpPull } from '../support/pull-bench.js';

const BACKFILL = { backfillStartTime: START - 30 * DAY };
const COMPLETE = { lost: [], twice: 0 };

describe.each(['newest first', 'oldest first'] as const)('%s', (order) => {
  test('a Date that is ahead at the first contact', async () => {
    const bench = setUpPull(history(50), { behaviour: { order }, settings: BACKFILL });
    bench.workato.serverOffset = 3 * HOUR;
    await bench.pull();
    for (let minute = 0; minute < 5; minute += 1) {
      await bench.clock.advance(MINUTE);
      bench.workato.truth.push({ id: 9_000_000 + minute, time: bench.clock.now(), visibleAt: 0 });
      await bench.pull();
      expect(bench.compare()).toEqual(COMPLETE);
    }
  });

  test('a Date that jumps ahead while a tail crosses a gap, or is not drained in time', async () => {
    for (const stopAfterMs of [2 * SECOND, undefined]) {
      const bench = setUpPull(history(50), { behaviour: { order }, settings: BACKFILL, latencyMs: 500 });
      await bench.pull();
      await bench.clock.advance(2 * HOUR);
      bench.workato.truth.push(...history(6000, bench.clock.now() - SECOND, SECOND, 5_000_000));
      bench.workato.serverOffset = 26 * HOUR;
      await bench.pull(stopAfterMs);
      bench.workato.serverOffset = 0;
      await bench.clock.advance(MINUTE);
      await bench.pull();
      await bench.clock.advance(MINUTE);
      bench.workato.truth.push({ id: 9_000_000, time: bench.clock.now(), visibleAt: 0 });
      await bench.pull();
      expect(bench.compare()).toEqual(COMPLETE);
    }
  });

  test.each([0, 3, 50, 500])(
    'no Date, and a clock of ours that is three hours ahead: %i past events',
    async (past) => {
      for (const sortedBy of ['id', 'chance'] as const) {
        const bench = setUpPull(history(past, START - 4 * HOUR), {
          behaviour: { order, sortedBy, datesAnswers: false },
        });
        bench.workato.serverOffset = -3 * HOUR;
        await bench.pull();
        const live: TrueEvent[] = [];
        for (let minute = 0; minute < 20; minute += 1) {
          await bench.clock.advance(MINUTE);
          const event = { id: 9_000_000 + minute, time: bench.clock.now() - 3 * HOUR, visibleAt: 0 };
          live.push(event);
          bench.workato.truth.push(event);
          await bench.pull();
          expect(bench.compare(live)).toEqual(COMPLETE);
        }
        expect(bench.journal.keys.length).toBeLessThan(live.length + 20);
        expect(bench.workato.queries.length).toBeLessThan(90);
      }
    },
  );

  test('no Date, a clock ahead, and a long downtime', async () => {
    const bench = setUpPull(history(50, START - 4 * HOUR), { behaviour: { order, datesAnswers: false } });
    bench.workato.serverOffset = -3 * HOUR;
    await bench.pull();
    await bench.clock.advance(10 * DAY);
    bench.workato.truth.push(...history(9000, bench.clock.now() - 3 * HOUR - SECOND, MINUTE, 5_000_000));
    await bench.pull(30 * SECOND);
    await bench.clock.advance(MINUTE);
    const now = { id: 9_000_000, time: bench.clock.now() - 3 * HOUR, visibleAt: 0 };
    bench.workato.truth.push(now);
    await bench.pull();
    await bench.pull();
    expect(bench.compare(bench.workato.truth.filter(({ id }) => id >= 5_000_000))).toEqual(COMPLETE);
  });

  test('a Date that is days behind the events: the cursor is learnt all the same, and only new events are read', async () => {
    const bench = setUpPull(history(500), { behaviour: { order }, settings: BACKFILL });
    const { readPage } = bench.workato;
    bench.workato.readPage = async (query, signal) => {
      const page = await readPage(query, signal);
      return { ...page, serverTime: (page.serverTime ?? 0) - 3 * DAY };
    };
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    expect(await bench.journal.learnt(bench.context.settings.endpoint)).toMatchObject({
      cursor: 'exclusive',
    });
    for (let minute = 0; minute < 5; minute += 1) {
      await bench.clock.advance(MINUTE);
      bench.workato.truth.push({ id: 9_000_000 + minute, time: bench.clock.now(), visibleAt: 0 });
      expect(await bench.pull()).toBeLessThan(4);
      expect(bench.compare()).toEqual(COMPLETE);
    }
  });

  test('a Date that is half an hour ahead, and no history wanted', async () => {
    const bench = setUpPull(history(50), { behaviour: { order } });
    await bench.clock.advance(200);
    const { readPage } = bench.workato;
    bench.workato.readPage = async (query, signal) => {
      const page = await readPage(query, signal);
      return { ...page, serverTime: (page.serverTime ?? 0) + 30 * MINUTE };
    };
    await bench.pull();
    // In the very second of the first contact, and later.
    const live = [START, START + MINUTE].map((time, index) => ({
      id: 9_000_000 + index,
      time,
      visibleAt: time,
    }));
    bench.workato.truth.push(...live);
    await bench.clock.advance(MINUTE);
    await bench.pull();
    expect(bench.compare(live)).toEqual(COMPLETE);
  });
});
