// What pulling needs from the outside: a way to read a page, and leave to ask for one. Adapters live in workato/.
import type { Page, PageQuery } from '../events/page.js';

/** A workspace's activity audit log. */
export interface Source {
  /**
   * Reads one page: exactly one request, no retry.
   * @throws CollectorError AUTHENTICATION_FAILED, PERMISSION_DENIED, RATE_LIMITED, BASE_URL_UNREACHABLE,
   * UPSTREAM_FAILED, UNEXPECTED_RESPONSE or ABORTED.
   */
  readPage(query: PageQuery, signal: AbortSignal): Promise<Page>;
  /** Reads the token again after an AUTHENTICATION_FAILED; true where it is another one now, so that asking again makes sense. */
  renewToken(): Promise<boolean>;
}

/** What a request is for. Tails come first; re-reading is held to a third, backfill is sure of a tenth. */
export type Purpose = 'tail' | 'reread' | 'backfill' | 'sweep';

/** Requests still allowed in this minute, shared by all that use one token. */
export interface RequestBudget {
  /** Waits for a slot and takes it. It counts from here on, restarts included. Rejects when `signal` is aborted. */
  take(purpose: Purpose, workspace: string, signal: AbortSignal): Promise<void>;
  /** The server said 429: nothing is granted for `retryAfterMs`, or until the minute is over, and more slowly for a while. */
  slowDown(retryAfterMs: number | undefined): void;
  /** A request was answered, or failed, `latencyMs` after it was sent: the less equal they are, the longer a slot stays taken. */
  answered(latencyMs: number): void;
  /** Requests a minute at most. */
  readonly perMinute: number;
  /** Slots free at this moment. */
  available(): number;
}
