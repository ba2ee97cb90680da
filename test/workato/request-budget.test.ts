import { describe, expect, it } from 'vitest';
import { isCollectorError } from '../../src/platform/errors.js';
import type { Purpose } from '../../src/pull/source.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { createMemoryLog, createTestBudget, demand, findBusiestMinute, type Sent } from './budget-setup.js';

const never = new AbortController().signal;

/** Runs lanes of demand for `ms` of virtual time and returns what was sent. */
async function runLanes(
  lanes: readonly { purpose: Purpose; workspace: string; latencyMs: number }[],
  ms: number,
  requestsPerMinute = 60,
): Promise<Sent[]> {
  const clock = createVirtualClock();
  const budget = createTestBudget(clock, { requestsPerMinute });
  const stop = new AbortController();
  const sent: Sent[] = [];
  const running = lanes.map((lane) => demand(budget, clock, sent, lane, stop.signal));
  await clock.advance(ms);
  stop.abort();
  await clock.run(Promise.all(running));
  return sent;
}

const share = (sent: readonly Sent[], purpose: Purpose) =>
  sent.filter((request) => request.purpose === purpose).length / sent.length;

describe('createRequestBudget', () => {
  it('lets a burst of N go at once, and the next one when the first is a minute and the margin old', async () => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock);
    for (let i = 0; i < 60; i += 1) await budget.take('tail', 'a', never);
    expect(clock.monotonic()).toBe(0);
    expect(budget.available()).toBe(0);
    await clock.run(budget.take('tail', 'a', never));
    expect(clock.monotonic()).toBe(60_250);
  });

  it.each([0, 1000, 3000])('uses nearly all of the budget at a latency of %i ms', async (latencyMs) => {
    const lanes = Array.from({ length: 5 }, () => ({
      purpose: 'backfill' as const,
      workspace: 'a',
      latencyMs,
    }));
    const minutes = 30;
    const sent = await runLanes(lanes, minutes * 60_000);
    expect(findBusiestMinute(sent.map(({ at }) => at))).toBeLessThanOrEqual(60);
    expect(sent.length).toBeGreaterThanOrEqual(0.98 * 60 * minutes);
  });

  it.each([1000, 3000])(
    'holds at the server too where requests arrive %i ms late at first, and then at once',
    async (lateMs) => {
      const clock = createVirtualClock();
      const budget = createTestBudget(clock, { requestsPerMinute: 6 });
      const stop = new AbortController();
      const arrivals: number[] = [];
      const lane = async (): Promise<void> => {
        for (;;) {
          await budget.take('backfill', 'a', stop.signal);
          const sentAt = clock.monotonic();
          if (sentAt < 40_000) await clock.sleep(lateMs);
          arrivals.push(clock.monotonic());
          await clock.sleep(5);
          budget.answered(clock.monotonic() - sentAt);
        }
      };
      const lanes = Promise.allSettled([lane(), lane(), lane()]);
      await clock.advance(300_000);
      stop.abort();
      await clock.run(lanes);
      expect(arrivals.length).toBeGreaterThan(24);
      expect(findBusiestMinute(arrivals)).toBeLessThanOrEqual(6);
    },
  );

  it('remembers requests over a restart, and takes one dated in the future for one of now', async () => {
    const clock = createVirtualClock();
    const log = createMemoryLog();
    const before = createTestBudget(clock, { log });
    for (let i = 0; i < 30; i += 1) await before.take('tail', 'a', never);
    await clock.advance(20_000);
    for (let i = 0; i < 30; i += 1) await before.take('tail', 'a', never);
    const restarted = createTestBudget(clock, { log });
    await clock.run(restarted.take('tail', 'a', never));
    // How fast the earlier run's requests travelled is not known.
    expect(clock.monotonic()).toBe(61_000);

    clock.jump(-3_600_000);
    const setBack = createTestBudget(clock, { log });
    const from = clock.monotonic();
    await clock.run(setBack.take('tail', 'a', never));
    expect(clock.monotonic() - from).toBe(61_000);
  });

  it('does not wait longer because the wall clock is set while it runs', async () => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock, { requestsPerMinute: 1 });
    for (const [jump, sentAt] of [
      [0, 0],
      [-7_200_000, 60_250],
      [86_400_000, 120_500],
    ] as const) {
      clock.jump(jump);
      await clock.run(budget.take('tail', 'a', never));
      expect(clock.monotonic()).toBe(sentAt);
    }
  });

  it('shares the minute with another process on the same log, even where both ask at the same moment', async () => {
    const clock = createVirtualClock();
    const log = createMemoryLog();
    const slowLog = {
      record: async (time: number) => {
        await clock.sleep(3);
        await log.record(time);
      },
      since: (after: number) => log.since(after),
    };
    const budgets = [createTestBudget(clock, { log: slowLog }), createTestBudget(clock, { log: slowLog })];
    const stop = new AbortController();
    const sent: Sent[] = [];
    const running = budgets.flatMap((budget) =>
      ['a', 'b'].map((workspace) =>
        demand(budget, clock, sent, { purpose: 'backfill', workspace, latencyMs: 7 }, stop.signal),
      ),
    );
    await clock.advance(600_000);
    stop.abort();
    await clock.run(Promise.all(running));
    const busiest = findBusiestMinute(sent.map(({ at }) => at).sort((x, y) => x - y));
    expect(busiest).toBeLessThanOrEqual(60);
    // Each gives the other's requests a second more, and what both ask for at once is counted twice.
    expect(sent.length).toBeGreaterThan(0.85 * 600);
  });

  it('serves tails first, and still gives backfill its tenth', async () => {
    const tails = Array.from({ length: 6 }, (_, i) => ({
      purpose: 'tail' as const,
      workspace: `w${i}`,
      latencyMs: 100,
    }));
    const sent = await runLanes(
      [...tails, { purpose: 'backfill', workspace: 'old', latencyMs: 100 }],
      1_200_000,
    );
    expect(share(sent, 'backfill')).toBeGreaterThanOrEqual(0.1);
    expect(share(sent, 'backfill')).toBeLessThan(0.2);
  });

  it.each([1, 2, 5, 60])('starves nobody with %i requests a minute', async (requestsPerMinute) => {
    const lanes = (['tail', 'tail', 'reread', 'sweep', 'backfill'] as const).map((purpose, i) => ({
      purpose,
      workspace: `w${i}`,
      latencyMs: 0,
    }));
    const sent = await runLanes(lanes, 3_600_000, requestsPerMinute);
    for (const purpose of ['tail', 'reread', 'sweep', 'backfill'] as const)
      expect(share(sent, purpose)).toBeGreaterThan(0.05);
  });

  it('holds re-reading to a third beside others, and to two thirds where nobody else asks', async () => {
    const rereading = [
      { purpose: 'sweep', workspace: 'a', latencyMs: 50 },
      { purpose: 'reread', workspace: 'b', latencyMs: 50 },
    ] as const;
    const beside = await runLanes(
      [...rereading, { purpose: 'backfill', workspace: 'c', latencyMs: 50 }],
      1_200_000,
    );
    expect(share(beside, 'sweep') + share(beside, 'reread')).toBeLessThanOrEqual(0.34);
    expect(share(beside, 'sweep') + share(beside, 'reread')).toBeGreaterThan(0.3);
    const alone = await runLanes(rereading, 1_200_000);
    expect(alone.length / 20).toBeGreaterThan(38);
    expect(alone.length / 20).toBeLessThanOrEqual(42);
  });

  it('lets the workspaces of a token take turns, however many lanes one has', async () => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock, { requestsPerMinute: 1 });
    await budget.take('tail', 'first', never);
    const order: string[] = [];
    const takes = ['greedy', 'greedy', 'greedy', 'greedy', 'modest', 'modest'].map((workspace) =>
      budget.take('backfill', workspace, never).then(() => order.push(workspace)),
    );
    await clock.run(Promise.all(takes));
    expect(order).toEqual(['greedy', 'modest', 'greedy', 'modest', 'greedy', 'greedy']);
  });

  it('obeys Retry-After, and then goes slowly for a minute', async () => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock);
    await budget.take('tail', 'a', never);
    budget.slowDown(7000);
    expect(budget.available()).toBe(0);
    await clock.run(budget.take('tail', 'a', never));
    expect(clock.monotonic()).toBe(7000);
    await clock.run(budget.take('tail', 'a', never));
    expect(clock.monotonic()).toBe(9000);
    await clock.advance(120_000);
    expect(budget.available()).toBe(60);
  });

  it.each([
    ['none', undefined, 60_000, 66_000],
    ['zero', 0, 1000, 1000],
    ['a day', 86_400_000, 900_000, 900_000],
    ['nonsense', Number.NaN, 60_000, 66_000],
  ])('waits after a 429 with a Retry-After of %s', async (_name, retryAfterMs, least, most) => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock);
    budget.slowDown(retryAfterMs);
    budget.slowDown(retryAfterMs);
    await clock.run(budget.take('tail', 'a', never));
    expect(clock.monotonic()).toBeGreaterThanOrEqual(least);
    expect(clock.monotonic()).toBeLessThanOrEqual(most);
  });

  it('forgets who no longer waits', async () => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock, { requestsPerMinute: 1 });
    await budget.take('tail', 'a', never);
    const controller = new AbortController();
    const given = Array.from({ length: 100 }, () => budget.take('tail', 'a', controller.signal));
    const waiting = budget.take('tail', 'b', never);
    controller.abort();
    for (const result of await Promise.allSettled(given))
      expect(result.status === 'rejected' && isCollectorError(result.reason, 'ABORTED')).toBe(true);
    await clock.run(waiting);
    expect(clock.monotonic()).toBe(60_250);
    await expect(budget.take('tail', 'a', controller.signal)).rejects.toThrow('Stopped');
    await clock.settle();
    expect(clock.sleepers).toBe(0);
  });

  it('passes on what the log throws, and goes on when it works again', async () => {
    const clock = createVirtualClock();
    const log = createMemoryLog();
    let broken = true;
    const budget = createTestBudget(clock, {
      log: {
        record: (time) => (broken ? Promise.reject(new Error('disk full')) : log.record(time)),
        since: (after) => log.since(after),
      },
    });
    await expect(budget.take('tail', 'a', never)).rejects.toThrow('disk full');
    broken = false;
    await budget.take('tail', 'a', never);
    expect(log.entries).toHaveLength(1);
  });

  it('costs next to nothing at a high limit with thousands who wait', async () => {
    const clock = createVirtualClock();
    const budget = createTestBudget(clock, { requestsPerMinute: 100_000 });
    const from = performance.now();
    const takes = Array.from({ length: 20_000 }, (_, i) => budget.take('tail', `w${i % 5000}`, never));
    await Promise.all(takes);
    for (let i = 0; i < 5000; i += 1) await budget.take('tail', 'a', never);
    // About 20 µs each on two busy cores; anything that grows with those who wait would take minutes.
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
