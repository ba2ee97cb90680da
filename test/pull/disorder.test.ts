// Ids that do not follow time, for every way in which a server may sort its rows and follow a cursor.
import { expect, test } from 'vitest';
import type { Behaviour } from '../support/model-workato.js';
import { DAY, history, MINUTE, SECOND, START, setUpPull } from '../support/pull-bench.js';

const readings = (['newest first', 'oldest first'] as const).flatMap((order) =>
  (['exclusive', 'inclusive', 'offset', 'ignored'] as const).flatMap((cursor) =>
    (['rows', 'ids'] as const).flatMap((follows) =>
      (['id', 'time'] as const).map((sortedBy): Partial<Behaviour> => ({ order, cursor, follows, sortedBy })),
    ),
  ),
);

/** The events of `truth` with their ids exchanged among neighbours up to `reach` apart, always in the same way. */
function shuffleIds(truth: ReturnType<typeof history>, reach: number) {
  const next = createNumbers();
  const order = truth
    .map((_, index) => ({ index, rank: index + next() * reach }))
    .sort((a, b) => a.rank - b.rank);
  return truth.map((event, index) => ({ ...event, id: 1_000_001 + (order[index]?.index ?? 0) }));
}

function createNumbers() {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test.each(readings.map((behaviour) => [Object.values(behaviour).join(', '), behaviour] as const))(
  '%s: nothing is lost or repeated, and no more asked than it takes',
  async (_name, behaviour) => {
    for (const reach of [3, 40]) {
      const bench = setUpPull(shuffleIds(history(1500, START - MINUTE, 7 * SECOND), reach), {
        behaviour,
        settings: { backfillStartTime: START - 30 * DAY },
      });
      expect(await bench.pull()).toBeLessThan(50);
      expect(bench.compare()).toEqual({ lost: [], twice: 0 });
    }
  },
);

test('a server that filters by id what it sorts by time is found out in mid-history', async () => {
  for (const order of ['newest first', 'oldest first'] as const) {
    const calm = history(1200, START - MINUTE, MINUTE);
    const shuffled = shuffleIds(calm, 9);
    // In order where calibration looks, out of order elsewhere.
    const truth = calm.map((event, index) =>
      index >= 300 && index < 900 ? (shuffled[index] ?? event) : event,
    );
    const used = new Set(truth.map(({ id }) => id));
    const bench = setUpPull(
      truth.filter(({ id }) => used.delete(id)),
      {
        behaviour: { order, sortedBy: 'time', follows: 'ids' },
        settings: { backfillStartTime: START - 30 * DAY },
      },
    );
    await bench.pull();
    expect(bench.compare()).toEqual({ lost: [], twice: 0 });
  }
});

test('a count of rows survives that history is shared out among several readers', async () => {
  for (const order of ['newest first', 'oldest first'] as const) {
    const truth = history(1200, START - MINUTE, 47 * SECOND).map((event, index) =>
      index % 20 === 7 ? { ...event, id: event.id + 5_000_000 } : event,
    );
    const bench = setUpPull(truth, {
      behaviour: { order, cursor: 'offset', sortedBy: 'id' },
      settings: { backfillStartTime: START - 30 * DAY },
      latencyMs: 100,
    });
    await bench.pull();
    expect(bench.compare()).toEqual({ lost: [], twice: 0 });
  }
});
