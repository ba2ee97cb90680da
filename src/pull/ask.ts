// One page, however many tries it takes: the only place in pulling where a request is made, and each takes a slot of the budget.
import type { Page, PageQuery } from '../events/page.js';
import { abortedError, type CollectorError, isCollectorError } from '../platform/errors.js';
import { backoffMs } from '../platform/retry.js';
import type { PullContext } from './context.js';
import type { Purpose } from './source.js';

/** Tries at a response that makes no sense: it rarely gets better by waiting. */
const MOST_UNEXPECTED = 4;
/** How long the budget makes everyone wait after a 429 that does not say how long. */
const MINUTE_MS = 60_000;
const BACKOFF = { baseMs: 1000, capMs: 30_000 };

/** Asks one page and waits for its answer through every retry. @throws CollectorError, ABORTED where the pause came first. */
export type Ask = (purpose: Purpose, query: PageQuery) => Promise<Page>;

/**
 * Makes the function that asks. Waiting ends with `pause`, a request under way only with `signal`.
 * It throws at once what no retry can mend, and the rest after `giveUpAfterMs` in which no page was answered.
 */
export function createAsk(context: PullContext, signal: AbortSignal, pause: AbortSignal): Ask {
  const { source, budget, clock, settings } = context;
  let answeredAt = clock.monotonic();

  const waitAfter = async (error: CollectorError, attempt: number): Promise<void> => {
    const isHopeless = error.code === 'UNEXPECTED_RESPONSE' && attempt + 1 >= MOST_UNEXPECTED;
    const ownWaitMs =
      error.code === 'RATE_LIMITED' ? MINUTE_MS : backoffMs(attempt, context.random(), BACKOFF);
    const waitMs = error.retryAfterMs ?? ownWaitMs;
    const isLate = clock.monotonic() - answeredAt + waitMs > settings.giveUpAfterMs;
    if (!error.retryable || isHopeless || isLate) throw error;
    context.observe({ kind: 'retrying', error, waitMs });
    // After a 429 the budget itself makes everyone wait.
    if (error.code !== 'RATE_LIMITED') await unlessPaused(pause, clock.sleep(waitMs, pause));
  };

  const isAnsweredByNewToken = async (error: CollectorError, attempt: number): Promise<boolean> =>
    error.code === 'AUTHENTICATION_FAILED' && attempt === 0 && (await source.renewToken());

  const readPage = async (query: PageQuery): Promise<Page> => {
    const sentAt = clock.monotonic();
    let failure: CollectorError | null = null;
    try {
      return await source.readPage(query, signal);
    } catch (error) {
      if (isCollectorError(error)) failure = error;
      throw error;
    } finally {
      const latencyMs = clock.monotonic() - sentAt;
      budget.answered(latencyMs);
      context.observe({ kind: 'asked', error: failure, latencyMs });
    }
  };

  return async (purpose, query) => {
    for (let attempt = 0; ; attempt += 1) {
      await unlessPaused(pause, budget.take(purpose, context.workspace, pause));
      try {
        const page = await readPage(query);
        answeredAt = clock.monotonic();
        return page;
      } catch (error) {
        if (!isCollectorError(error)) throw error;
        if (error.code === 'RATE_LIMITED') budget.slowDown(error.retryAfterMs);
        if (!(await isAnsweredByNewToken(error, attempt))) await waitAfter(error, attempt);
      }
    }
  };
}

/** Waits for `waiting`, which ends early with `pause`. @throws CollectorError ABORTED in that case. */
export async function unlessPaused(pause: AbortSignal, waiting: Promise<void>): Promise<void> {
  try {
    await waiting;
  } catch (error) {
    throw pause.aborted ? abortedError(pause) : error;
  }
}
