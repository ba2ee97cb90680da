// After a failed attempt: whether to try again, and when.
import { abortedError, CollectorError, describeError } from '../platform/errors.js';
import { backoffMs } from './backoff.js';
import { closeDestination, type FeedSession } from './feed-session.js';

/**
 * Lets go of the destination and resolves when it is time for the next try.
 * @throws CollectorError the failure itself where it is final or the session has waited long enough; ABORTED. What is no
 * failure of the outside world is rethrown as it came.
 */
export async function waitForRetry(
  session: FeedSession,
  error: unknown,
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock, logger, name, observe, random } = session.context;
  await closeDestination(session);
  if (signal.aborted) throw abortedError(signal);
  const failure = toCollectorError(error, name);
  const leftMs = timeLeft(session);
  if (!failure.retryable || leftMs <= 0) throw failure;
  const waitMs = Math.min(leftMs, backoffMs(failures, failure.retryAfterMs, random));
  logger.warn('A destination cannot be written; its events wait in the journal.', {
    destination: name,
    reason: failure.message,
    hint: failure.hint === '' ? undefined : failure.hint,
    retry_in_seconds: Math.ceil(waitMs / 1000),
  });
  observe({ kind: 'retrying', error: failure, waitMs });
  try {
    await clock.sleep(waitMs, signal);
  } catch (reason: unknown) {
    throw signal.aborted ? abortedError(signal) : reason;
  }
}

function timeLeft(session: FeedSession): number {
  if (session.giveUpAfterMs === null) return Number.POSITIVE_INFINITY;
  return session.giveUpAfterMs - (session.context.clock.monotonic() - session.progressAt);
}

function toCollectorError(error: unknown, name: string): CollectorError {
  if (error instanceof CollectorError) return error;
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  return new CollectorError('DESTINATION_UNAVAILABLE', `Destination ${name}: ${describeError(error)}`, {
    cause: error,
  });
}
