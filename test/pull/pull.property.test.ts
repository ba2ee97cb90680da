// Random histories × readings of the API × lateness × faults × crashes, against the invariants I1, I3 and I5.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CollectorError } from '../../src/platform/errors.js';
import { describeCursor } from '../../src/pull/progress.js';
import { pull } from '../../src/pull/pull.js';
import type { Behaviour, TrueEvent } from '../support/model-workato.js';
import { DAY, HOUR, history, MINUTE, SECOND, START, setUpPull } from '../support/pull-bench.js';

class Crash extends Error {}

const readings = fc.record<Behaviour>({
  order: fc.constantFrom('newest first', 'oldest first'),
  sortedBy: fc.constantFrom('id', 'time', 'chance'),
  cursor: fc.constantFrom('exclusive', 'inclusive', 'offset', 'ignored', 'alternating'),
  follows: fc.constantFrom('rows', 'ids'),
  includesFrom: fc.boolean(),
  includesTo: fc.boolean(),
  pageLimit: fc.constantFrom(100, 100, 25),
  shortPageEvery: fc.constantFrom(0, 0, 3),
  datesAnswers: fc.boolean(),
  wholeSeconds: fc.boolean(),
  keepsFrom: fc.constant(0),
});
// Where rows are in no order and pages short for no reason, nothing tells that a page is not all.
const behaviours = readings.map((reading) =>
  reading.sortedBy === 'chance' ? { ...reading, shortPageEvery: 0 } : reading,
);

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('live' as const),
      count: fc.nat(12),
      lateMs: fc.constantFrom(0, 0, 90 * SECOND, 9 * MINUTE, 3 * HOUR),
    }),
    fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(SECOND, 20 * SECOND, 5 * MINUTE, 2 * HOUR, 30 * HOUR),
    }),
    fc.record({
      do: fc.constant('pull' as const),
      stopAfterMs: fc.constantFrom(undefined, 3 * SECOND, 30 * SECOND),
    }),
    fc.record({
      do: fc.constant('crash' as const),
      atAppend: fc.integer({ min: 1, max: 9 }),
      after: fc.boolean(),
    }),
    fc.record({
      do: fc.constant('fail' as const),
      atRequest: fc.integer({ min: 1, max: 9 }),
      times: fc.integer({ min: 1, max: 30 }),
    }),
  ),
  { maxLength: 14 },
);

test('I1, I3, I5: whatever the API, faults and crashes do, what is shown arrives once', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      behaviours,
      fc.nat(450),
      fc.constantFrom(5 * SECOND, 47 * SECOND, 11 * MINUTE),
      fc.boolean(),
      fc.constantFrom(0, 200, 3000),
      steps,
      async (behaviour, past, everyMs, backfills, latencyMs, script) => {
        const truth = history(past, START - MINUTE, everyMs);
        const settings = { backfillStartTime: backfills ? START - 40 * DAY : null };
        const bench = setUpPull(truth, { behaviour, settings, latencyMs });
        const { once, addLive, play, wanted } = createPlayer(bench, backfills);
        await once();
        for (const step of script) await play(step);
        bench.journal.beforeAppend = () => {};
        bench.workato.fault = () => {};
        await bench.clock.advance(4 * HOUR);
        await once();
        await bench.clock.advance(7 * HOUR);
        addLive(1, 0);
        await bench.clock.advance(MINUTE);
        await once();
        const { context, clock } = bench;
        const last = await clock.run(
          pull(context, new AbortController().signal).catch((error: unknown) => error),
        );
        const due = wanted.filter((event) => backfills || event.time >= clock.now() - 47 * HOUR);
        const { lost, twice } = bench.compare(due);
        expect(twice).toBe(0);
        // Where the cursor is of no use, a second with more events than a page is an error or on record, never a silent loss; only
        // pages that are short for no reason cannot be told from a second that holds no more.
        const isShort = behaviour.shortPageEvery > 0;
        const shown = isShort ? Math.ceil(behaviour.pageLimit / 3) : behaviour.pageLimit;
        const isTooDense = isUseless(behaviour) && densest(due) > shown;
        const { gaps } = describeCursor(bench.journal.cursor());
        const isReported = /events share/.test(`${last} ${gaps.map(({ reason }) => reason)}`);
        const isExcused = isTooDense && (isReported || isShort);
        // Nor can a page that is just full from one that hides something: nothing is lost, and yet it has to be said.
        const mayComplain = isReported && isUseless(behaviour) && densest(due) === shown;
        if (!isExcused) expect(lost).toEqual([]);
        if (!isExcused && !mayComplain) expect(last).not.toBeInstanceOf(Error);
        const { received, stored, repeated } = bench.journal.ledger;
        expect(received).toBe(stored + repeated);
      },
    ),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
  );
});

/** Whether the cursor leads nowhere: comparing ids among rows that have no order does not either. */
function isUseless({ cursor, follows, sortedBy }: Behaviour): boolean {
  return (
    /ignored|alternating/.test(cursor) || (sortedBy === 'chance' && follows === 'ids' && cursor !== 'offset')
  );
}

function densest(events: readonly TrueEvent[]): number {
  const perSecond = new Map<number, number>();
  for (const { time } of events) perSecond.set(time, (perSecond.get(time) ?? 0) + 1);
  return Math.max(0, ...perSecond.values());
}

type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

/** Carries out the steps of a script on a workspace, and keeps what has to arrive. */
function createPlayer(bench: ReturnType<typeof setUpPull>, backfills: boolean) {
  const { clock, workato, journal } = bench;
  const wanted: TrueEvent[] = backfills ? [...workato.truth] : [];
  let nextId = 5_000_000;

  const once = async (stopAfterMs?: number) => {
    try {
      await bench.pull(stopAfterMs);
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof CollectorError)) throw error;
    }
  };
  const addLive = (count: number, lateMs: number) => {
    const time = Math.floor(clock.now() / 1000) * 1000;
    for (let index = 0; index < count; index += 1) {
      nextId += 1;
      const event = { id: nextId, time, visibleAt: clock.now() + lateMs };
      workato.truth.push(event);
      wanted.push(event);
    }
  };
  const crashAt = (append: number) => {
    let left = append;
    journal.beforeAppend = () => {
      left -= 1;
      if (left === 0) throw new Crash('killed');
    };
  };
  const failAt = (request: number, times: number) => {
    const first = workato.queries.length + request;
    workato.fault = (number) => {
      if (number >= first && number < first + times) throw new CollectorError('UPSTREAM_FAILED', 'broken');
    };
  };
  const play = async (step: Step) => {
    if (step.do === 'wait') await clock.advance(step.ms);
    if (step.do === 'pull') await once(step.stopAfterMs);
    if (step.do === 'live') addLive(step.count, step.lateMs);
    if (step.do === 'crash') crashAt(step.atAppend);
    if (step.do === 'fail') failAt(step.atRequest, step.times);
  };
  return { once, addLive, play, wanted };
}
