// A workspace on a virtual clock with everything that a pull needs, for the engine's tests.
import { silentLogger } from '../../src/platform/log.js';
import type { PullContext, PullSettings } from '../../src/pull/context.js';
import { pull } from '../../src/pull/pull.js';
import { createFreeBudget } from './free-budget.js';
import { BEST_READING, type Behaviour, createModelWorkato, type TrueEvent } from './model-workato.js';
import { createPullJournal } from './pull-journal.js';
import { createVirtualClock } from './virtual-clock.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Where the virtual clock starts. */
export const START = Date.UTC(2026, 0, 1);

export const SETTINGS: PullSettings = {
  backfillStartTime: null,
  lookbackMs: 10 * MINUTE,
  pollIntervalMs: 30 * SECOND,
  sweepIntervalMs: 6 * HOUR,
  sweepReachMs: 2 * DAY,
  giveUpAfterMs: 120 * SECOND,
  lanes: 8,
  fingerprint: 'direct',
  endpoint: 'https://www.workato.com direct',
};

/** A workspace whose history is `truth`; `settings` and `behaviour` differ from the defaults where given. */
export function setUpPull(
  truth: TrueEvent[],
  options: { settings?: Partial<PullSettings>; behaviour?: Partial<Behaviour>; latencyMs?: number } = {},
) {
  const clock = createVirtualClock({ now: START });
  const behaviour: Behaviour = { ...BEST_READING, ...options.behaviour };
  const workato = createModelWorkato(clock, truth, behaviour, options.latencyMs);
  const journal = createPullJournal();
  const budget = createFreeBudget();
  const context: PullContext = {
    workspaceKey: 1,
    workspace: 'test',
    settings: { ...SETTINGS, ...options.settings },
    source: workato,
    budget,
    journal,
    clock,
    logger: silentLogger,
    random: () => 0.5,
    observe: () => {},
  };
  const signal = new AbortController().signal;
  return {
    clock,
    behaviour,
    workato,
    journal,
    budget,
    context,
    /** One whole pull; how many requests it made. */
    async pull(stopAfterMs?: number): Promise<number> {
      const before = workato.queries.length;
      await clock.run(pull(context, signal, stopAfterMs === undefined ? {} : { stopAfterMs }));
      return workato.queries.length - before;
    },
    /** Ids that should be in the journal and are not, and how many are there twice. */
    compare(expected: readonly TrueEvent[] = truth) {
      const stored = new Set(journal.keys);
      return {
        lost: expected.filter((event) => !stored.has(String(event.id))).map((event) => event.id),
        twice: journal.keys.length - stored.size,
      };
    },
  };
}

/** `count` events `everyMs` apart, the last one at `until`. */
export function history(
  count: number,
  until = START - MINUTE,
  everyMs = MINUTE,
  firstId = 1_000_001,
): TrueEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const time = until - (count - 1 - index) * everyMs;
    return { id: firstId + index, time: Math.floor(time / 1000) * 1000, visibleAt: 0 };
  });
}
