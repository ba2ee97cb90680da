// What one page means for the drain that asked for it.
import type { Drain } from './cursor.js';

/**
 * What one page did to a drain. `contradicted`: paging as learnt cannot be right, the window has to start again. `stuck`: the
 * second at the drain's edge holds more events than can be reached by time.
 */
export type Step = { kind: 'more' | 'done' | 'stuck'; drain: Drain } | { kind: 'contradicted' };

export interface TakeOptions {
  /** Whether the cursor is known to follow rows whose ids are out of order. */
  rowwise: boolean;
  /** Dates a page without a `Date`. */
  localTime: number;
  /** Pass over a second that cannot be finished by time (a sweep: its events were read by the cursor) instead of failing. */
  stepOver: boolean;
}
