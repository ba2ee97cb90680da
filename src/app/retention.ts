// How long the journal keeps what is delivered: bodies by `keep_days`, keys as far back as anything may read again.
import type { WorkspaceEntry } from '../journal/journal-data.js';
import { describeCursor } from '../pull/progress.js';
import type { Parts } from './parts.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How far behind its mark a workspace reads again, milliseconds. */
export interface Reach {
  lookbackMs: number;
  sweepReachMs: number;
}

/**
 * The event time before which no key is needed any more to recognise a repeat: behind every mark by lookback and sweep, and not
 * behind the floor of a backfill that is still going on. Pure.
 */
export function keysNeededFrom(
  workspaces: readonly { entry: Pick<WorkspaceEntry, 'cursor'>; reach: Reach }[],
): number {
  const times = workspaces.map(({ entry, reach }) => {
    const { mark, floor, phase, openWindows } = describeCursor(entry.cursor);
    if (mark === null || floor === null) return Number.NEGATIVE_INFINITY;
    if (phase !== 'tailing' || openWindows > 1) return Math.min(floor, mark);
    return mark - Math.max(reach.lookbackMs, reach.sweepReachMs) - DAY_MS;
  });
  return times.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...times);
}

/** Removes what is older than `keep_days` and delivered everywhere; says what holds the rest. */
export async function pruneOnce(parts: Parts): Promise<void> {
  if (parts.keepDays === null) return;
  const now = parts.clock.now();
  const entries = await parts.journal.workspaces();
  const reaches = new Map(parts.workspaces.map(({ context, config }) => [context.workspaceKey, config]));
  const known = entries.flatMap((entry) => {
    const reach = reaches.get(entry.key);
    return reach ? [{ entry, reach }] : [];
  });
  const keysBefore = Math.max(0, keysNeededFrom(known));
  const { removed, heldBy } = await parts.journal.prune(now - parts.keepDays * DAY_MS, keysBefore);
  if (removed > 0) parts.logger.info('Old events were removed from the journal.', { removed });
  if (heldBy !== null) {
    parts.logger.warn('Old events are kept because a destination has not taken them yet.', {
      destination: heldBy,
    });
  }
}

/** Prunes at once and then each hour, until `signal` fires. */
export async function keepPruning(parts: Parts, signal: AbortSignal): Promise<void> {
  if (parts.keepDays === null) return;
  while (!signal.aborted) {
    await pruneOnce(parts);
    await parts.clock.sleep(HOUR_MS, signal).catch(() => {});
  }
}
