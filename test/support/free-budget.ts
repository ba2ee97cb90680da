// A request budget that grants everything and counts, for tests of what is asked rather than of how often.
import type { RequestBudget } from '../../src/pull/source.js';

export function createFreeBudget(perMinute = 6000): RequestBudget & { readonly taken: string[] } {
  const taken: string[] = [];
  return {
    taken,
    perMinute,
    take: async (purpose, _workspace, signal) => {
      signal.throwIfAborted();
      taken.push(purpose);
    },
    slowDown: () => {},
    answered: () => {},
    available: () => perMinute,
  };
}
