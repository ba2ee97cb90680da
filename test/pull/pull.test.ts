import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../support/model-workato.js';
import { DAY, history, MINUTE, START, setUpPull } from '../support/pull-bench.js';

const everyReading = (['newest first', 'oldest first'] as const).flatMap((order) =>
  (['exclusive', 'inclusive', 'offset', 'ignored', 'alternating'] as const).flatMap((cursor) =>
    [true, false].map(
      (includes): Partial<Behaviour> => ({ order, cursor, includesFrom: includes, includesTo: includes }),
    ),
  ),
);
const named = everyReading.map(
  (behaviour) =>
    [
      `${behaviour.order}, ${behaviour.cursor}, bounds ${behaviour.includesFrom ? 'included' : 'excluded'}`,
      behaviour,
    ] as const,
);

describe.each(named)('%s', (_name, behaviour) => {
  test.each([0, 1, 2, 99, 100, 101, 200, 250, 1000])(
    'a backfill of %i events loses and repeats nothing',
    async (count) => {
      const bench = setUpPull(history(count), {
        behaviour,
        settings: { backfillStartTime: START - 30 * DAY },
      });
      await bench.pull();
      expect(bench.compare()).toEqual({ lost: [], twice: 0 });
    },
  );

  test('without a start time no past event is stored, and every new one is', async () => {
    const past = history(500);
    const bench = setUpPull(past, { behaviour });
    await bench.pull();
    expect(bench.journal.keys).toEqual([]);
    const live = [];
    for (let minute = 0; minute < 30; minute += 1) {
      await bench.clock.advance(MINUTE);
      const event = { id: 2_000_000 + minute, time: bench.clock.now(), visibleAt: bench.clock.now() };
      live.push(event);
      bench.workato.truth.push(event);
      await bench.pull();
    }
    expect(bench.compare(live)).toEqual({ lost: [], twice: 0 });
    expect(bench.journal.keys).toHaveLength(live.length);
  });
});
