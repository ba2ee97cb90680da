// The words of reading: what is asked of Workato, and what one response brings.
import type { AuditEvent } from './event.js';

/** One GET for events. Times are epoch milliseconds; what is absent is not sent. */
export interface PageQuery {
  /** `from` and `to`: bounds of event time. Whether Workato includes them is not documented. */
  from?: number | undefined;
  to?: number | undefined;
  /** `page[after]`: an event's id as digits, or a row count where the cursor turned out to be an offset. */
  after?: string | undefined;
  /** `page[size]`: at most 100. */
  size?: number | undefined;
}

/** One page, cut into events in the order in which they came. */
export interface Page {
  events: readonly AuditEvent[];
  /** The response's `Date` header, epoch milliseconds; null where it is missing or unreadable. */
  serverTime: number | null;
  /** Milliseconds between sending and having the whole response. */
  latencyMs: number;
  correlationId: string | undefined;
}
