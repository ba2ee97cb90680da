// Reading events back in the order of their positions.
import type { Database } from 'better-sqlite3';
import { fromStoredKey, KEY_COLUMN } from './event-key.js';
import type { Position, StoredEvent } from './journal-data.js';

/** A StoredEvent whose key still has the form that it has in the database. */
export interface EventRow extends Omit<StoredEvent, 'key'> {
  key: string | Uint8Array;
}

/** SQL that reads every EventRow; to be ended by a WHERE about `e`, the event. */
export const SELECT_EVENTS = `
  SELECT e.position, e.workspace AS workspaceKey, w.name AS workspace, w.base_url AS baseUrl, ${KEY_COLUMN} AS key,
    e.time, e.first_seen AS firstSeen, e.type, e.user, e.resource_type AS resourceType, e.raw
  FROM events AS e CROSS JOIN workspaces AS w ON w.key = e.workspace`;

export function toStoredEvent(row: EventRow): StoredEvent {
  return { ...row, key: fromStoredKey(row.key) };
}

/** The columns of SELECT_EVENTS in their order: rows as arrays are read in half the time. */
type EventColumns = [
  position: Position,
  workspaceKey: number,
  workspace: string,
  baseUrl: string,
  key: string | Uint8Array,
  time: number | null,
  firstSeen: number,
  type: string | null,
  user: string | null,
  resourceType: string | null,
  raw: Uint8Array,
];

export interface StoredEvents {
  read(after: Position, limit: { events: number; bytes: number }): readonly StoredEvent[];
  readAt(positions: readonly Position[]): readonly StoredEvent[];
  head(): Position;
  positionAt(time: number): Position;
}

export function prepareStoredEvents(db: Database): StoredEvents {
  const read = db
    .prepare<[Position, number], EventColumns>(
      `${SELECT_EVENTS} WHERE e.position > ? AND e.raw IS NOT NULL ORDER BY e.position LIMIT ?`,
    )
    .raw();
  const readAt = db
    .prepare<[string], EventColumns>(
      `${SELECT_EVENTS} WHERE e.position IN (SELECT value FROM json_each(?)) AND e.raw IS NOT NULL ORDER BY e.position`,
    )
    .raw();
  const head = db.prepare<[], { head: number }>('SELECT head FROM journal');
  const positionAt = db.prepare<[number], { position: Position | null }>(
    'SELECT min(position) AS position FROM events WHERE raw IS NOT NULL AND first_seen >= ?',
  );
  const readHead = () => head.get()?.head ?? 0;
  return {
    read: (after, limit) => takeBytes(read.iterate(after, limit.events), limit.bytes),
    readAt: (positions) => readAt.all(JSON.stringify(positions)).map(fromColumns),
    head: readHead,
    positionAt: (time) => positionAt.get(time)?.position ?? readHead() + 1,
  };
}

/** As many as stay within `mostBytes`, but the first in any case. */
function takeBytes(rows: Iterable<EventColumns>, mostBytes: number): readonly StoredEvent[] {
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const columns of rows) {
    const event = fromColumns(columns);
    bytes += event.raw.byteLength;
    if (bytes > mostBytes && events.length > 0) break;
    events.push(event);
  }
  return events;
}

function fromColumns(columns: EventColumns): StoredEvent {
  const [position, workspaceKey, workspace, baseUrl, key, time, firstSeen, type, user, resourceType, raw] =
    columns;
  return {
    position,
    workspaceKey,
    workspace,
    baseUrl,
    key: fromStoredKey(key),
    time,
    firstSeen,
    type,
    user,
    resourceType,
    raw,
  };
}
