// What goes through the journal's port, as plain data.
import type { AuditEvent } from '../events/event.js';

/** Plain data, as JSON can hold it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** An event's place in the journal: 1, 2, 3 …, visible in this order, never used twice. */
export type Position = number;

/** What ties a workspace of the configuration to its events. The name is a label and may change; the rest may not. */
export interface WorkspaceBinding {
  name: string;
  baseUrl: string;
  /** `direct`, or the managed user's id on the Embedded endpoint. */
  endpoint: string;
  /** Salted with the journal's own salt by the journal; recognises a renamed workspace before its first event. */
  token: string;
}

/** A workspace as the journal knows it. */
export interface WorkspaceEntry {
  /** The journal's own number for it; stable over renames. */
  key: number;
  name: string;
  baseUrl: string;
  endpoint: string;
  /** Every `workspace.id` seen in its events. */
  workspaceIds: readonly string[];
  /** Where pulling stands; null before the first contact. The pull engine alone knows its shape. */
  cursor: Json;
  /** The last thing the collector said about it, for `status`. */
  health: Json;
  counts: WorkspaceCounts;
  /** Newest readable event time stored; epoch milliseconds. */
  newestEventTime: number | null;
  /** Wall clock when pulling it was paused; null while it goes on. */
  pausedAt: number | null;
}

/** The ledger of a workspace: received = stored + repeated. */
export interface WorkspaceCounts {
  /** Records handed to the journal. */
  received: number;
  stored: number;
  /** Already there under the same key; `revised` of them with another body. */
  repeated: number;
  revised: number;
  /** Of the stored ones: without a readable id, without a readable time. */
  withoutId: number;
  withoutTime: number;
  /** Of the stored ones: absent from an earlier finished drain over their time; `beyondLookback` of them too late for the tail. */
  late: number;
  beyondLookback: number;
}

/** One page's worth of writing: all of it happens, or none. */
export interface Append {
  workspaceKey: number;
  /** In the order in which they get their positions. */
  events: readonly AuditEvent[];
  cursor: Json;
  /** `workspace.id`s that this page showed first. */
  newWorkspaceIds?: readonly string[];
  /** Local wall clock, epoch milliseconds. */
  now: number;
  /**
   * Says of a newly stored event how late it became visible: milliseconds, and whether the tail would have missed it.
   * Null for an event that was not late.
   */
  lateness?: (event: AuditEvent) => Lateness | null;
}

export interface Lateness {
  lateByMs: number;
  beyondLookback: boolean;
}

/** What an append has done. The next one may begin, and what was stored may be read; nobody else may be told of it before `onDisk`. */
export interface AppendResult {
  stored: number;
  repeated: number;
  revised: number;
  /** Resolves when a power cut cannot undo it any more, nor anything appended before. */
  onDisk: Promise<void>;
}

/** An event read back. */
export interface StoredEvent {
  position: Position;
  workspaceKey: number;
  workspace: string;
  baseUrl: string;
  key: string;
  time: number | null;
  /** When it was first stored, epoch milliseconds. */
  firstSeen: number;
  type: string | null;
  user: string | null;
  resourceType: string | null;
  raw: Uint8Array;
}

/** What a search may ask. Times are epoch milliseconds of event time, `[since, until)`. */
export interface EventSearch {
  since?: number;
  until?: number;
  workspace?: string;
  type?: string;
  /** Matches e-mail, name or id, ignoring case. */
  user?: string;
  resourceType?: string;
  /** At most so many, newest first. */
  limit: number;
}

/** The delivery of the journal to one destination. */
export interface FeedState {
  name: string;
  /** Everything up to here is delivered, filtered, skipped or dead-lettered. */
  position: Position;
  /** The batch that was about to be sent, recorded before the attempt; null when none is open. */
  open: OpenBatch | null;
  /** What the destination needs to find its place again, stored with the position that it belongs to. */
  resume: Json;
  counts: FeedCounts;
  health: Json;
  /** While a replay goes on: the position that the feed had before; deliveries up to it count as replayed. 0: none. */
  replayUntil: Position;
  /** Wall clock when the feed was dropped from the configuration; null while it is in use. */
  droppedAt: number | null;
}

export interface OpenBatch {
  /** Exclusive lower end. */
  after: Position;
  /** Inclusive upper end. */
  to: Position;
}

/** The ledger of a feed: what stood in the journal up to its position = delivered + filtered + skipped + deadLettered. */
export interface FeedCounts {
  delivered: number;
  filtered: number;
  /** Passed over on purpose: a feed that began in mid-journal, or a body removed by retention before delivery. */
  skipped: number;
  deadLettered: number;
  /** Delivered once more by order; not part of the balance. */
  replayed: number;
}

/**
 * Moves a feed on. All of it happens, or none. While the feed replays, `delivered` is added to `replayed` and the other counts
 * stay as they are; a batch never reaches across `replayUntil`.
 */
export interface Acknowledgement {
  feed: string;
  position: Position;
  resume: Json;
  delivered: number;
  filtered: number;
  skipped: number;
  deadLetters: readonly DeadLetter[];
  now: number;
}

export interface DeadLetter {
  position: Position;
  reason: string;
}

export interface StoredDeadLetter extends DeadLetter {
  feed: string;
  at: number;
}

/** Something asked of a running collector by another process. */
export type Order =
  | { kind: 'backfill'; workspace: string; from: number; to: number }
  | { kind: 'pause' | 'resume' | 'pull'; workspace: string }
  | { kind: 'replay'; feed: string; after: Position }
  | { kind: 'retry-dead-letters' | 'drop-dead-letters'; feed: string };

/** Something that a person or another program made the collector do. */
export interface AuditRecord {
  id: number;
  /** Wall clock, epoch milliseconds. */
  at: number;
  /** Who, and from where: `dashboard 127.0.0.1`, `command line`. */
  actor: string;
  action: string;
  /** The workspace or destination that it is about. */
  subject: string;
  detail: string;
  outcome: 'done' | 'refused' | 'failed';
}

export interface PlacedOrder {
  id: number;
  order: Order;
  placedAt: number;
}
