// What a failure means to a loop that goes on by itself: stop everything, or try again, and when.
import { CollectorError, describeError, isCollectorError } from '../platform/errors.js';

const LONGEST_WAIT_MS = 300_000;
const SHORTEST_WAIT_MS = 1000;

/** Whether going on would be wrong: the journal itself is damaged or lost. */
export function isFatal(error: unknown): boolean {
  return isCollectorError(error) && !error.retryable && /^JOURNAL_/.test(error.code);
}

/** Any thrown value as the error that is recorded; a fault of this program is named as such. */
export function toCollectorError(error: unknown): CollectorError {
  if (isCollectorError(error)) return error;
  return new CollectorError('UPSTREAM_FAILED', `A fault in this program: ${describeError(error)}`, {
    hint: 'Report it with the log at --log-level debug. What was collected is intact.',
    cause: error,
  });
}

/**
 * How long to wait before the next try. What may pass by itself is tried at the poll interval; what only an operator can
 * change ever more rarely, up to five minutes.
 */
export function nextTryMs(error: CollectorError, failuresInARow: number, pollIntervalMs: number): number {
  const baseMs = Math.max(SHORTEST_WAIT_MS, pollIntervalMs);
  if (error.retryable) return Math.max(baseMs, error.retryAfterMs ?? 0);
  return Math.min(Math.max(LONGEST_WAIT_MS, pollIntervalMs), baseMs * 2 ** Math.min(failuresInARow - 1, 20));
}

/** Whether another token may end the trouble, so that its file is worth watching. */
export function isAboutToken(error: CollectorError): boolean {
  return ['AUTHENTICATION_FAILED', 'PERMISSION_DENIED', 'CONFIG_INVALID'].includes(error.code);
}
