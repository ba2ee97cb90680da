// The promise of the request budget (I4) under whatever happens: no 60 seconds hold more than N requests, nothing gets stuck.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Purpose } from '../../src/pull/source.js';
import { purposes } from '../../src/workato/grant.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { createMemoryLog, createTestBudget, demand, findBusiestMinute, type Sent } from './budget-setup.js';

const never = new AbortController().signal;

const happening = fc.oneof(
  fc.record({
    kind: fc.constant('requests' as const),
    count: fc.integer({ min: 1, max: 40 }),
    purpose: fc.constantFrom(...purposes),
    workspace: fc.constantFrom('a', 'b', 'c'),
  }),
  fc.record({ kind: fc.constant('abandoned requests' as const), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('time passes' as const), ms: fc.integer({ min: 0, max: 70_000 }) }),
  fc.record({
    kind: fc.constant('clock is set' as const),
    ms: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  }),
  fc.record({ kind: fc.constant('restart' as const) }),
  fc.record({
    kind: fc.constant('429' as const),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
  }),
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** One workspace's life on one log, over restarts. */
function createLife(requestsPerMinute: number) {
  const clock = createVirtualClock();
  const options = { requestsPerMinute, log: createMemoryLog(), random: () => 0.3 };
  const sentAt: number[] = [];
  const waiting: Promise<unknown>[] = [];
  let budget = createTestBudget(clock, options);
  let setForwardAt = Number.NEGATIVE_INFINITY;

  const ask = (count: number, purpose: Purpose, workspace: string, signal = never) => {
    for (let i = 0; i < count; i += 1) {
      const sent = budget.take(purpose, workspace, signal).then(() => sentAt.push(clock.monotonic()));
      waiting.push(signal === never ? sent : sent.catch(() => undefined));
    }
  };
  const finish = () => clock.run(Promise.all(waiting));

  const live = async (what: Happening): Promise<void> => {
    switch (what.kind) {
      case 'requests':
        return ask(what.count, what.purpose, what.workspace);
      case 'abandoned requests': {
        const controller = new AbortController();
        ask(what.count, 'tail', 'a', controller.signal);
        await clock.advance(10);
        return controller.abort();
      }
      case 'time passes':
        return clock.advance(what.ms);
      case 'clock is set':
        clock.jump(what.ms);
        if (what.ms > 0) setForwardAt = clock.monotonic();
        return;
      case '429':
        return budget.slowDown(what.retryAfterMs);
      case 'restart':
        await finish();
        // The one thing that no process can know: that the clock was set forward before it was there.
        await clock.advance(Math.max(0, setForwardAt + 61_000 - clock.monotonic()));
        budget = createTestBudget(clock, options);
    }
  };
  return { clock, sentAt, live, finish, available: () => budget.available() };
}

describe('request budget, whatever happens', () => {
  it('never sends more than N in 60 seconds, and serves everybody in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.array(happening, { minLength: 1, maxLength: 25 }),
        async (requestsPerMinute, happenings) => {
          const { clock, sentAt, live, finish, available } = createLife(requestsPerMinute);
          for (const what of happenings) await live(what);
          await finish();
          expect(findBusiestMinute(sentAt)).toBeLessThanOrEqual(requestsPerMinute);
          expect(available()).toBeGreaterThanOrEqual(0);
          await clock.settle();
          expect(clock.sleepers).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['fixed', 'sliding'] as const)(
    'is never refused by a server that counts in %s windows',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 59_999 }),
          fc.integer({ min: 0, max: 3000 }),
          fc.integer({ min: 1, max: 8 }),
          async (phaseMs, latencyMs, lanes) => {
            const clock = createVirtualClock();
            const budget = createTestBudget(clock);
            const stop = new AbortController();
            const sent: Sent[] = [];
            const running = Array.from({ length: lanes }, (_, i) =>
              demand(
                budget,
                clock,
                sent,
                { purpose: 'backfill', workspace: `w${i}`, latencyMs },
                stop.signal,
              ),
            );
            await clock.advance(240_000);
            stop.abort();
            await clock.run(Promise.all(running));
            const times = sent.map(({ at }) => at);
            const busiest = kind === 'sliding' ? findBusiestMinute(times) : findFullestMinute(times, phaseMs);
            expect(busiest).toBeLessThanOrEqual(60);
          },
        ),
        { numRuns: 12 },
      );
    },
  );
});

/** The most requests in a minute of a clock that began `phaseMs` earlier. */
function findFullestMinute(times: readonly number[], phaseMs: number): number {
  const counts = new Map<number, number>();
  for (const time of times) {
    const minute = Math.floor((time + phaseMs) / 60_000);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
