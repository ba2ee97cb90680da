// The port of everything that events can be sent to. An adapter is one small file in destinations/: settings, check, writer.
import type { z } from 'zod';
import type { Json, Position, StoredEvent } from '../journal/journal-data.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/log.js';
import type { ProxySettings } from '../platform/proxy-settings.js';

/** One event, formatted, on its way to one destination. */
export interface Delivery {
  event: StoredEvent;
  /** The event in the destination's format: one line of UTF-8 without its line end. */
  line: Uint8Array;
}

/** What is written at once. A retry after an unknown outcome brings the same batch with the same identity. */
export interface Batch {
  /** Idempotency key: journal id, feed, position range and content hash. */
  id: string;
  /** Exclusive lower and inclusive upper end of the positions that the batch covers. */
  after: Position;
  to: Position;
  /** At least one, in the order of their positions. */
  deliveries: readonly Delivery[];
  bytes: number;
}

/** An event that the destination will never take, and why. */
export interface Refusal {
  position: Position;
  reason: string;
}

export interface WriteResult {
  /** Everything that is not refused is durable at the destination. */
  refused: readonly Refusal[];
  /** What the destination needs to find this place again; handed back by `open` after a crash. */
  resume: Json;
}

/** An open destination. */
export interface Destination {
  /** Narrower than its type's, where its settings ask for that. */
  readonly limits?: BatchLimits;
  /**
   * Resolves once the batch is durable (acknowledged).
   * @throws CollectorError DESTINATION_UNAVAILABLE to have the same batch retried (its `retryAfterMs` is honoured);
   * DESTINATION_REFUSED where the batch as a whole is refused: it is split, and a single event that is refused is dead-lettered;
   * ABORTED when `signal` fired and nothing may be assumed.
   */
  write(batch: Batch, signal: AbortSignal): Promise<WriteResult>;
  /** Flushes and lets go. It is called once, also after a failure. */
  close(): Promise<void>;
}

/** How large a batch may grow: whichever comes first. */
export interface BatchLimits {
  events: number;
  bytes: number;
  /** How long a batch that is not full waits for more, counted from when its oldest event was stored. Default 0: not at all. */
  ageMs?: number;
}

/** The world as a destination may use it. */
export interface DestinationContext {
  clock: Clock;
  logger: Logger;
  /** Proxies as the environment names them. */
  proxy: ProxySettings;
  /** PEM files with certificate authorities to trust in any case. */
  caFiles: readonly string[];
}

export interface OpenContext extends DestinationContext {
  /** The feed's name: the destination's name in the configuration. */
  name: string;
  journalId: string;
  /** What the last acknowledged write returned; null at the first opening. */
  resume: Json;
  /**
   * A batch was about to be sent and never acknowledged: what the destination holds beyond `resume` may be its doing, and the
   * first write brings it again.
   */
  batchOpen: boolean;
}

/** A kind of destination: what it is called, what it can be told, and how it is opened. */
export interface DestinationType<Settings = unknown> {
  type: string;
  /** Strict: an unknown key is an error. Its descriptions are the reference manual. */
  settings: z.ZodType<Settings>;
  limits: BatchLimits;
  /** Instead of `limits`, where the settings ask for other batches. */
  limitsFor?(settings: Settings): BatchLimits;
  /**
   * The place that the settings lead to, for telling two destinations that would write over each other; absent where any number
   * may share one.
   */
  placeOf?(settings: Settings): string;
  /** Proves that it could be written, without writing an event. @throws CollectorError with the remedy. */
  check(settings: Settings, context: DestinationContext, signal: AbortSignal): Promise<void>;
  open(settings: Settings, context: OpenContext): Promise<Destination>;
}

/** Turns a stored event into one line. Pure. */
export type Formatter = (event: StoredEvent) => Uint8Array;
