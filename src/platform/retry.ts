// How long to wait before asking again: pure, so that every case can be tested by its numbers.
import { parseHttpDate } from './http-date.js';

/** No server is obeyed for longer than this. */
export const LONGEST_RETRY_AFTER_MS = 15 * 60_000;

/**
 * Reads a `Retry-After` header: seconds (also fractions) or an HTTP date (RFC 9110, section 10.2.3).
 * @param nowMs what the date is compared with: the server's own `Date` where it sent one, since clocks differ.
 * @returns milliseconds to wait, 0 for a date in the past, at most 15 minutes; undefined where the header is missing or unreadable.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : waitUntil(parseHttpDate(text), nowMs);
  return waitMs === undefined ? undefined : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, Math.ceil(waitMs)));
}

function waitUntil(time: number | undefined, nowMs: number): number | undefined {
  return time === undefined ? undefined : time - nowMs;
}

export interface BackoffOptions {
  /** The span before the first repetition; it doubles with each one. */
  baseMs?: number;
  /** The longest span. */
  capMs?: number;
}

/**
 * Milliseconds to wait after failure number `attempt` (from 0): full jitter, anywhere between nothing and the span, so that
 * many who failed together do not come back together.
 * @param random a number in [0, 1)
 */
export function backoffMs(
  attempt: number,
  random: number,
  { baseMs = 1000, capMs = 60_000 }: BackoffOptions = {},
): number {
  const doublings = Math.min(Math.max(0, attempt), 30);
  return random * Math.min(capMs, baseMs * 2 ** doublings);
}
