// How long to wait before a destination is tried again: pure.

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const SHORTEST_MS = 50;
const LONGEST_ASKED_MS = 15 * 60_000;

/**
 * Milliseconds until try number `failures` + 1: what the destination asked for (at most 15 minutes), else full jitter over a
 * span that doubles from a second to a minute.
 */
export function backoffMs(failures: number, retryAfterMs: number | undefined, random: () => number): number {
  if (retryAfterMs !== undefined && Number.isFinite(retryAfterMs)) {
    return Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_MS, retryAfterMs));
  }
  const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
  return Math.max(SHORTEST_MS, random() * span);
}
