// The port to the durable middle: events and cursors in, feeds out. No storage engine shows in these types.
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

/** Reading: possible at any time, from any process. */
export interface JournalReader {
  /** Random, from the journal's creation. Part of every idempotency key. */
  readonly id: string;
  /** All workspaces that the journal knows, in the order of their keys. */
  workspaces(): Promise<readonly WorkspaceEntry[]>;
  /** One of them. @throws CollectorError CONFIG_INVALID where there is none with this key. */
  workspace(key: number): Promise<WorkspaceEntry>;
  feeds(): Promise<readonly FeedState[]>;
  deadLetters(feed?: string, limit?: number): Promise<readonly StoredDeadLetter[]>;
  /** Newest first, as an async sequence read in pieces, so that a long answer holds nothing up. */
  search(search: EventSearch): AsyncIterable<StoredEvent>;
  /** Up to `limit.events` events after `after`, oldest position first, stopping before `limit.bytes` is exceeded (at least one). */
  read(after: Position, limit: { events: number; bytes: number }): Promise<readonly StoredEvent[]>;
  /** Those of the events at `positions` that are there, oldest position first. */
  readAt(positions: readonly Position[]): Promise<readonly StoredEvent[]>;
  /** Other bodies under which the event at `position` was seen again later, oldest first; the first five are kept. */
  revisions(position: Position): Promise<readonly { seen: number; raw: Uint8Array }[]>;
  /** The newest position; 0 in an empty journal. */
  head(): Promise<Position>;
  /** The first position whose event was first stored at or after `time`; head + 1 where there is none. */
  positionAt(time: number): Promise<Position>;
  /** Counts of late events by how late: `upToMs` is each bucket's inclusive upper end, null for the last. */
  lateness(workspaceKey: number): Promise<readonly { upToMs: number | null; count: number }[]>;
  /** Meaning of Workato's cursor as learnt, by base URL and endpoint kind. */
  learnt(endpoint: string): Promise<Json>;
  /** What `keep` has put under this name; null where there is nothing. */
  kept(name: string): Promise<Json>;
  /** A token as it may stand in the journal: hashed with the journal's salt. */
  hashToken(token: string): string;
  /** Remembers a request before it is sent, over a `kill -9`, and forgets those older than two minutes. */
  recordRequest(tokenHash: string, time: number): Promise<void>;
  /** Requests on one token that any process recorded after the one numbered `after` (0: all remembered), oldest first. */
  requestsSince(tokenHash: string, after: number): Promise<readonly { number: number; time: number }[]>;
  /** Bytes on disk, for `status`. */
  size(): Promise<number>;
  /** Who collects into this journal now; null when nobody does. */
  holder(): Promise<{ pid: number; host: string; since: number } | null>;
  /** @throws CollectorError JOURNAL_CORRUPT saying what is wrong, after reading every page. */
  checkIntegrity(): Promise<void>;
  placeOrder(order: Order, now: number): Promise<number>;
  /** Writes into the collector's own audit trail. */
  recordAction(record: Omit<AuditRecord, 'id'>): Promise<void>;
  /** The newest entries of the audit trail, newest first. */
  auditTrail(limit: number): Promise<readonly AuditRecord[]>;
  close(): Promise<void>;
}

/** The journal in the hands of its one collector. */
export interface Journal extends JournalReader {
  /**
   * Finds the workspace of `binding`, or makes it. A name that is known is checked against base URL and endpoint; an unknown
   * name with the token of a known workspace that is not in `inUse` is that workspace renamed.
   * @throws CollectorError CONFIG_INVALID where the name now leads to another base URL or endpoint.
   */
  bind(binding: WorkspaceBinding, inUse: readonly string[]): Promise<WorkspaceEntry>;
  /**
   * Events, cursor and counts in one transaction. Until it is `onDisk` a power cut may undo it, as a whole and with all after it;
   * one without a new event also later: reading then goes on from the cursor before.
   */
  append(append: Append): Promise<AppendResult>;
  /** Records health for `status`. It may be lost in a power cut. */
  setHealth(workspaceKey: number, health: Json): Promise<void>;
  /** Pauses pulling since `at`, or, with null, lets it go on. */
  setPaused(workspaceKey: number, at: number | null): Promise<void>;
  setLearnt(endpoint: string, learnt: Json): Promise<void>;
  /** Keeps plain data for a part of the collector, instead of what was under this name. */
  keep(name: string, value: Json): Promise<void>;
  /** Finds or makes a feed; a new one begins after `startAfter`, and what lies before counts as skipped. */
  openFeed(name: string, startAfter: Position): Promise<FeedState>;
  /** Gives the feed `from` the name `to`, unless there is one of that name already, or none called `from`. */
  renameFeed(from: string, to: string): Promise<void>;
  /** Marks every feed that is not in `names` as dropped, and those that are as in use. */
  keepFeeds(names: readonly string[], now: number): Promise<void>;
  recordBatch(feed: string, batch: OpenBatch): Promise<void>;
  acknowledge(acknowledgement: Acknowledgement): Promise<void>;
  /**
   * A dead letter that the destination has taken after all: it counts as delivered, and `resume` is the destination's new place.
   * Nothing happens where there is no such letter.
   */
  settleDeadLetter(feed: string, position: Position, resume: Json): Promise<void>;
  /** Gives up every dead letter of a feed: they count as skipped. Returns how many there were. */
  dropDeadLetters(feed: string): Promise<number>;
  setFeedHealth(feed: string, health: Json): Promise<void>;
  /** Sets a feed back to `after`, so that what follows is delivered once more. */
  rewindFeed(feed: string, after: Position): Promise<void>;
  orders(): Promise<readonly PlacedOrder[]>;
  finishOrder(id: number): Promise<void>;
  /**
   * Removes bodies of events first stored before `before` that every feed in use has passed; keys go too where the event's
   * time is before `keysBefore`. Returns how many bodies went and which feed, if any, holds the rest.
   */
  prune(before: number, keysBefore: number): Promise<{ removed: number; heldBy: string | null }>;
}
