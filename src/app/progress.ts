// How far a backfill has come, over all workspaces: one pure fold of the journal's cursors.
import type { WorkspaceEntry } from '../journal/journal-data.js';
import { describeCursor } from '../pull/progress.js';
import { type Health, parseHealth } from './health.js';

export interface BackfillProgress {
  /** Event time still to be read and in all, milliseconds. */
  remainingMs: number;
  totalMs: number;
  /** Between 0 and 1. */
  done: number;
  /** When it will be finished at the speed measured, milliseconds from now; null while that cannot be told. */
  etaMs: number | null;
  /** Events in the journal. */
  stored: number;
}

/** What was left at an earlier moment. */
export interface EarlierProgress {
  at: number;
  remainingMs: number;
}

type History = NonNullable<ReturnType<typeof describeCursor>['history']>;

const TOO_EARLY = 0.005;
const MINUTE_MS = 60_000;
const EVENTS_PER_PAGE = 100;

/**
 * The backfill's progress; null where none is going on. The speed is that since `earlier`, or, without one, since the beginning;
 * the time left is never shorter than what the pages that are left cost at the budget.
 */
export function measureBackfill(
  entries: readonly WorkspaceEntry[],
  now: number,
  earlier?: EarlierProgress,
): BackfillProgress | null {
  const parts = entries.flatMap((entry) => {
    const { history, phase } = describeCursor(entry.cursor);
    return history && phase !== 'tailing' && history.remainingMs > 0 ? [{ entry, history }] : [];
  });
  const totalMs = sum(parts.map(({ history }) => history.totalMs));
  if (totalMs === 0) return null;
  const remainingMs = sum(parts.map(({ history }) => history.remainingMs));
  const startedAt = Math.min(...parts.map(({ history }) => history.startedAt));
  const done = 1 - remainingMs / totalMs;
  const speed = speedSince(earlier ?? { at: startedAt, remainingMs: totalMs }, { at: now, remainingMs });
  const etaMs = Math.max(speed === null ? 0 : remainingMs / speed, costAtBudgetMs(parts, now));
  const isKnown = done > TOO_EARLY && etaMs > 0;
  return {
    remainingMs,
    totalMs,
    done,
    etaMs: isKnown ? etaMs : null,
    stored: sum(entries.map((entry) => entry.counts.stored)),
  };
}

/** Event time read in each millisecond. */
function speedSince(earlier: EarlierProgress, current: EarlierProgress): number | null {
  const readMs = earlier.remainingMs - current.remainingMs;
  const elapsedMs = current.at - earlier.at;
  return readMs > 0 && elapsedMs > 0 ? readMs / elapsedMs : null;
}

/** How long the requests take that are left to make, by token, and the wait for the next slot before them. */
function costAtBudgetMs(parts: readonly { entry: WorkspaceEntry; history: History }[], now: number): number {
  const costs = new Map<string, number>();
  let waitMs = 0;
  for (const { entry, history } of parts) {
    const health = parseHealth(entry.health);
    if (!health?.budget) continue;
    const { tokenHash, perMinute } = health.budget;
    const readMs = Math.max(1, history.totalMs - history.remainingMs);
    const pagesLeft = Math.ceil(((entry.counts.received / EVENTS_PER_PAGE) * history.remainingMs) / readMs);
    costs.set(tokenHash, (costs.get(tokenHash) ?? 0) + (pagesLeft * MINUTE_MS) / perMinute);
    waitMs = Math.max(waitMs, waitForSlotMs(health, now));
  }
  return waitMs + Math.max(0, ...costs.values());
}

/** What an exhausted budget makes it wait at most. */
function waitForSlotMs({ state, since }: Health, now: number): number {
  return state === 'waiting for budget' ? Math.max(0, since + MINUTE_MS - now) : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
