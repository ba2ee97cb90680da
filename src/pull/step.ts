// What one page means for the drain that asked for it.
import type { Drain } from './cursor.js';
import type { Learnt } from './learnt.js';
import type { PageLimit } from './page-limit.js';

/**
 * What one page did to a drain. `contradicted`: paging as learnt cannot be right, the window has to start again. `disordered`:
 * it cannot be right unless the cursor follows rows whatever their ids. `stuck`: the second at the drain's edge holds more
 * events than can be reached by time.
 */
export type Step =
  | { kind: 'more' | 'done' | 'stuck'; drain: Drain }
  | { kind: 'contradicted' | 'disordered' };

export interface TakeOptions {
  /** What the cursor is known to mean. */
  learnt: Learnt | null;
  /** The server's time at the page, or our own. */
  pageTime: number;
  /** How long pages can be. */
  pageLimit: PageLimit;
}
