// Servers whose Date is wrong: a mark that lies in the future would hide what happens until then.
import { describe, expect, test } from 'vitest';
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
});
