// The parts that a collection is made of, once they are put together: what the loops below work with.
import type { AlertConfig, Config, DestinationConfig, WorkspaceConfig } from '../config/config.js';
import type { FeedContext, FeedNews } from '../deliver/feed-context.js';
import type { Journal } from '../journal/journal.js';
import type { Position } from '../journal/journal-data.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/log.js';
import type { PullContext } from '../pull/context.js';
import type { PullNews } from '../pull/news.js';
import type { Bell } from './bell.js';
import type { HealthRecorder } from './health-recorder.js';
import type { RequestMeter } from './request-meter.js';
import type { SourceWiring } from './wire-source.js';

/** One workspace, ready to be pulled. */
export interface WorkspacePart {
  config: WorkspaceConfig;
  context: PullContext;
  journal: Journal;
  health: HealthRecorder;
  count: PullCount;
  requests: RequestMeter;
  /** Rung when something is asked of the workspace's loop. */
  bell: Bell;
  /** Whether pulling it is paused by order. */
  isPaused: boolean;
  /** Backfills asked for and not yet carried out. */
  backfills: { orderId: number; from: number; to: number }[];
}

/** One destination, ready to be fed. */
export interface FeedPart {
  config: DestinationConfig;
  context: FeedContext;
  journal: Journal;
  health: HealthRecorder;
  bell: Bell;
  progress: FeedProgress;
  /** Replays asked for and not yet carried out. */
  replays: { orderId: number; after: Position }[];
  /** What was asked for its dead letters and not yet carried out. */
  letterOrders: { orderId: number; kind: 'retry' | 'drop' }[];
}

/** What the pulls of a workspace have brought in this process, also those that failed. */
export interface PullCount {
  stored: number;
}

/** How far a feed has come in this process. */
export interface FeedProgress {
  delivered: number;
  /** Monotonic time of the last acknowledgement; 0 before the first. */
  acknowledgedAt: number;
}

/** Who is told when something is wrong, and what telling them takes. */
export interface AlertsPart {
  entries: readonly AlertConfig[];
  journalConfig: Config['journal'];
  network: FeedContext['network'];
  /** A number in [0, 1). */
  random: () => number;
}

/** Everything of one collection. */
export interface Parts {
  journal: Journal;
  keepDays: number | null;
  workspaces: readonly WorkspacePart[];
  feeds: readonly FeedPart[];
  /** For asking Workato beside the pulls, within the same budgets. */
  wiring: SourceWiring;
  alerts: AlertsPart;
  clock: Clock;
  logger: Logger;
  /** Rung when the journal has grown. */
  grown: Bell;
  /** Lets go of everything, the journal last. */
  close(): Promise<void>;
}

/** What whoever watches is told while things happen. */
export type AppNews =
  | { kind: 'pull'; workspace: string; news: PullNews }
  | { kind: 'feed'; destination: string; news: FeedNews };
