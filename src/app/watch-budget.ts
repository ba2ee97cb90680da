// A request budget that tells when whoever asks has to wait for it: an exhausted budget must not look like nothing happening.
import type { Clock } from '../platform/clock.js';
import { createTurn } from '../platform/turn.js';
import type { RequestBudget } from '../pull/source.js';

/** Shorter waits are part of every minute. */
const WORTH_TELLING_MS = 2000;

/** `budget`, calling `tellWaiting` where a slot does not come within two seconds. */
export function watchBudget(budget: RequestBudget, clock: Clock, tellWaiting: () => void): RequestBudget {
  return {
    perMinute: budget.perMinute,
    available: () => budget.available(),
    slowDown: (retryAfterMs) => budget.slowDown(retryAfterMs),
    answered: (latencyMs) => budget.answered(latencyMs),
    async take(purpose, workspace, signal) {
      const taking = budget.take(purpose, workspace, signal);
      const waiting = createTurn(signal);
      clock.sleep(WORTH_TELLING_MS, waiting.signal).then(tellWaiting, () => {});
      await taking.finally(waiting.release);
    },
  };
}
