// What the tests of the request budget share: a log that outlives a budget, servers that count, and a checker of the promise.
import type { Purpose } from '../../src/pull/source.js';
import { createRequestBudget } from '../../src/workato/request-budget.js';
import type { RequestLog } from '../../src/workato/request-memory.js';
import type { VirtualClock } from '../support/virtual-clock.js';

/** A log in memory, as several processes would share it. */
export function createMemoryLog(): RequestLog & { entries: { number: number; time: number }[] } {
  const entries: { number: number; time: number }[] = [];
  return {
    entries,
    async record(time) {
      entries.push({ number: entries.length + 1, time });
    },
    async since(after) {
      return entries.slice(after);
    },
  };
}

export function createTestBudget(
  clock: VirtualClock,
  options: { requestsPerMinute?: number; log?: RequestLog; random?: () => number } = {},
) {
  return createRequestBudget({
    requestsPerMinute: options.requestsPerMinute ?? 60,
    clock,
    log: options.log ?? createMemoryLog(),
    random: options.random ?? (() => 0.5),
  });
}

/** The most requests in any 60 seconds. */
export function findBusiestMinute(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? time) <= time - 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

export interface Sent {
  at: number;
  purpose: Purpose;
  workspace: string;
}

/** Takes slots of one kind for ever, one after the other, as a lane of a pull does; `latencyMs` between two. */
export async function demand(
  budget: ReturnType<typeof createTestBudget>,
  clock: VirtualClock,
  into: Sent[],
  lane: { purpose: Purpose; workspace: string; latencyMs: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await budget.take(lane.purpose, lane.workspace, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    into.push({ at: clock.monotonic(), purpose: lane.purpose, workspace: lane.workspace });
    if (lane.latencyMs > 0) await clock.sleep(lane.latencyMs);
    budget.answered(lane.latencyMs);
  }
}
