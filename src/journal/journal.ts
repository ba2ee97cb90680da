// The port to the durable middle: events and cursors in, feeds out. No storage engine shows in these types.
import type {
  Acknowledgement,
  Append,
  AppendResult,
  AuditRecord,
  EventSearch,
  FeedState,
  Json,
  OpenBatch,
  Order,
  PlacedOrder,
  Position,
  StoredDeadLetter,
  StoredEvent,
  WorkspaceBinding,
  WorkspaceEntry,
} from './journal-data.js';

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
