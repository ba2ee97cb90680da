// How many requests a token may make in a minute. Whether Workato's minute is fixed or slides is not documented.
import type { Behaviour } from './behaviour.js';

export const WINDOW_MS = 60_000;

/**
 * How long a token must wait that was granted requests at the times `granted` (rising): 0 where it may go on.
 * All in milliseconds.
 */
export function waitForSlot(
  granted: readonly number[],
  now: number,
  { requestsPerMinute, rateWindow }: Pick<Behaviour, 'requestsPerMinute' | 'rateWindow'>,
): number {
  if (requestsPerMinute <= 0) return 0;
  const opened = rateWindow === 'fixed' ? Math.floor(now / WINDOW_MS) * WINDOW_MS : now - WINDOW_MS + 1;
  const counted = granted.filter((time) => time >= opened);
  if (counted.length < requestsPerMinute) return 0;
  if (rateWindow === 'fixed') return opened + WINDOW_MS - now;
  return (counted[counted.length - requestsPerMinute] ?? now) + WINDOW_MS - now;
}

/** The `Retry-After` of a 429 that ends in `waitMs`; null where there is to be none. */
export function writeRetryAfter(waitMs: number, now: number, kind: Behaviour['retryAfter']): string | null {
  switch (kind) {
    case 'seconds':
      return String(Math.ceil(waitMs / 1000));
    case 'date':
      return new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString();
    case 'past':
      return new Date(now - 3_600_000).toUTCString();
    case 'garbage':
      return 'soon';
    case 'missing':
      return null;
  }
}

/** Keeps what was granted to each token, for as long as it counts. */
export class RateLimiter {
  readonly #granted = new Map<string, number[]>();

  /** Takes a slot for `token` and returns 0, or returns how long it must wait, milliseconds. A refused request takes none. */
  take(token: string, now: number, behaviour: Behaviour): number {
    if (behaviour.requestsPerMinute <= 0) return 0;
    const granted = (this.#granted.get(token) ?? []).filter((time) => time > now - WINDOW_MS);
    this.#granted.set(token, granted);
    const waitMs = waitForSlot(granted, now, behaviour);
    if (waitMs === 0) granted.push(now);
    return waitMs;
  }
}
