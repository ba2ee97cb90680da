// One pull of one workspace: plan its windows, drain them into the journal, leave the cursor where the next pull goes on.
import type { Journal } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import type { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import type { RequestBudget, Source } from './source.js';

/** How one workspace is to be pulled. Durations in milliseconds. */
export interface PullSettings {
  /** Epoch milliseconds from which history is wanted; null: no past events. */
  backfillStartTime: number | null;
  lookbackMs: number;
  pollIntervalMs: number;
  /** How often a sweep re-reads, and how far back from the mark. */
  sweepIntervalMs: number;
  sweepReachMs: number;
  /** A pull throws after so long without a single answered page. */
  giveUpAfterMs: number;
  /** Most drains at once in one workspace. */
  lanes: number;
  /** Identifies endpoint and filters; where it changes, drains in progress start their windows again. */
  fingerprint: string;
  /** Under which the learnt meaning of the cursor is remembered: base URL and kind of endpoint. */
  endpoint: string;
}

export interface PullContext {
  /** The workspace's number in the journal, and its name for logs. */
  workspaceKey: number;
  workspace: string;
  settings: PullSettings;
  source: Source;
  budget: RequestBudget;
  journal: Journal;
  clock: Clock;
  logger: Logger;
  /** A number in [0, 1). */
  random: () => number;
  /** Told what happens while it happens, for status and progress. */
  observe: (news: PullNews) => void;
}

/** What a pull reports as it goes. */
export type PullNews =
  | { kind: 'page'; purpose: 'tail' | 'backfill' | 'sweep' | 'contact'; received: number; stored: number; latencyMs: number }
  | { kind: 'retrying'; error: CollectorError; waitMs: number }
  | { kind: 'calibrated'; order: string; cursor: string };

export interface PullReport {
  /** Whether every window that was planned at the start has been drained. */
  caughtUp: boolean;
  stored: number;
  /** When the next pull is due, milliseconds after this one began; longer than the poll interval where the budget cannot hold it. */
  nextPollMs: number;
}

/**
 * Pulls once: until the windows planned at the start are drained, or, given `stopAfterMs`, until about then (what is left
 * goes on in the next pull).
 * @throws CollectorError AUTHENTICATION_FAILED and PERMISSION_DENIED at once; what is retryable after `giveUpAfterMs` without
 * progress; CONFIG_INVALID where the token now leads to another workspace; ABORTED. The cursor is right in every case.
 */
export declare function pull(context: PullContext, signal: AbortSignal, stopAfterMs?: number): Promise<PullReport>;

/** Orders history between two instants to be read again or for the first time, by the pulls to come. */
export declare function orderBackfill(context: PullContext, from: number, to: number): Promise<void>;

/** Where pulling stands, read from a cursor; everything that `status` and the progress bar say about pulling comes from here. */
export interface PullProgress {
  phase: 'new' | 'backfilling' | 'catching up' | 'tailing';
  floor: number | null;
  mark: number | null;
  /** Event time still to be read by backfill, and in all, milliseconds; events read so far by it. */
  backfill: { remainingMs: number; totalMs: number; events: number; startedAt: number } | null;
  openWindows: number;
  order: string | null;
  cursor: string | null;
  lastFinishedTail: number | null;
  lastSweep: { finishedAt: number; found: number } | null;
  /** Spans of time that Workato no longer showed, or that were left out on purpose. */
  gaps: readonly { from: number; to: number; reason: string }[];
  effectivePollIntervalMs: number | null;
  serverClockOffsetMs: number | null;
}

/** @throws CollectorError JOURNAL_CORRUPT where `cursor` is not a cursor. */
export declare function describeCursor(cursor: unknown): PullProgress;
