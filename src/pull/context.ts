// What a pull is told and given.
import type { Journal } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/log.js';
import type { PullNews } from './news.js';
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
  /** Most windows read at once in one workspace. */
  lanes: number;
  /** Identifies endpoint and filters; where it changes, drains in progress start their windows again. */
  fingerprint: string;
  /** Under which the learnt meaning of the cursor is remembered: base URL and kind of endpoint. */
  endpoint: string;
}

/** As much of the journal as pulling needs. */
export type PullJournal = Pick<Journal, 'workspace' | 'append' | 'learnt' | 'setLearnt'>;

export interface PullContext {
  /** The workspace's number in the journal, and its name for logs. */
  workspaceKey: number;
  workspace: string;
  settings: PullSettings;
  source: Source;
  budget: RequestBudget;
  journal: PullJournal;
  clock: Clock;
  logger: Logger;
  /** A number in [0, 1). */
  random: () => number;
  /** Told what happens while it happens, for status and progress. */
  observe: (news: PullNews) => void;
}
