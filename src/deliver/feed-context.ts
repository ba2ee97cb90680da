// Everything that a feed is given, and what it tells while it works.
import type { Journal } from '../journal/journal.js';
import type { Position, StoredEvent } from '../journal/journal-data.js';
import type { Clock } from '../platform/clock.js';
import type { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import type { BatchLimits, DestinationContext, DestinationType, Formatter } from './destination.js';

/** The part of the journal that a feed uses. */
export type FeedJournal = Pick<
  Journal,
  'id' | 'openFeed' | 'head' | 'read' | 'recordBatch' | 'acknowledge' | 'deadLetters'
>;

export interface FeedContext {
  /** The destination's name in the configuration. */
  name: string;
  journal: FeedJournal;
  destination: { type: DestinationType; settings: unknown };
  /** What the destination is given of the world, beside clock and logger. */
  network: Pick<DestinationContext, 'proxy' | 'caFiles'>;
  /** Instead of the limits of the destination's type. */
  limits?: Partial<BatchLimits>;
  /** Where a feed that the journal does not know begins. Default: 0, the journal's beginning. */
  startAfter?: Position;
  format: Formatter;
  /** Whether the destination wants an event. Default: all of them. */
  filter?: (event: StoredEvent) => boolean;
  /**
   * Takes out what the destination must not see, before anything else of the delivery sees the event. Where it throws, the event
   * becomes a dead letter. Default: nothing.
   */
  redact?: (event: StoredEvent) => StoredEvent;
  clock: Clock;
  logger: Logger;
  /** A number in [0, 1). */
  random: () => number;
  /** Told what happens while it happens, for status and progress. */
  observe: (news: FeedNews) => void;
  /** Resolves when the journal may hold more than `after`; rejects or resolves when `signal` fires. Used by `runFeed` only. */
  waitForMore: (after: Position, signal: AbortSignal) => Promise<void>;
  /** Whether nothing more will come, so that no batch need wait to be filled. Default: no. */
  isEnding?: () => boolean;
  /** `drainFeed` throws after so long without an acknowledged batch. Default: 120 s. */
  giveUpAfterMs?: number;
  /**
   * How many events in a row may be dead-lettered before the feed takes the fault to be with the destination and waits.
   * Default: 100.
   */
  maxRefusedInARow?: number;
}

/** What a feed reports as it goes. */
export type FeedNews =
  | {
      kind: 'acknowledged';
      position: Position;
      delivered: number;
      filtered: number;
      skipped: number;
      deadLettered: number;
    }
  | { kind: 'retrying'; error: CollectorError; waitMs: number }
  | { kind: 'caught-up'; position: Position };
