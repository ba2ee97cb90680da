// Writing one page: events, cursor, counts and workspace ids in one transaction.
import type { Database } from 'better-sqlite3';
import type { AuditEvent } from '../events/event.js';
import { claimWorkspaceIds } from './claim-workspace-ids.js';
import { toStoredKey } from './event-key.js';
import type { Append, AppendResult, WorkspaceCounts } from './journal-data.js';
import { toColumn } from './json-column.js';
import { bucketOf } from './lateness-buckets.js';
import { prepareRevisions } from './revisions.js';
import { unknownWorkspace } from './workspaces.js';

/** Our clock may be behind the server's by so much; an event dated later says nothing about how new the newest one is. */
const MOST_AHEAD_MS = 60_000;

type Appended = Omit<AppendResult, 'onDisk'>;

interface Tally extends WorkspaceCounts {
  newestEventTime: number | null;
  head: number;
}

/** Makes the function that appends. It returns when the transaction is written, and throws where nothing was. */
export function prepareAppend(db: Database): (append: Append) => Appended {
  const readHead = db.prepare<[], { head: number }>('SELECT head FROM journal');
  const writeHead = db.prepare('UPDATE journal SET head = ?');
  const insert = db.prepare(`
    INSERT INTO events (position, workspace, key, time, first_seen, type, user, resource_type, raw)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, key) DO NOTHING`);
  const find = db.prepare<[number, unknown], { position: number; raw: Uint8Array | null }>(
    'SELECT position, raw FROM events WHERE workspace = ? AND key = ?',
  );
  const count = db.prepare(`
    UPDATE workspaces SET cursor = @cursor, received = received + @received, stored = stored + @stored,
      repeated = repeated + @repeated, revised = revised + @revised, without_id = without_id + @withoutId,
      without_time = without_time + @withoutTime, late = late + @late,
      beyond_lookback = beyond_lookback + @beyondLookback,
      newest_event_time = max(coalesce(newest_event_time, @newestEventTime), coalesce(@newestEventTime, newest_event_time))
    WHERE key = @key`);
  const countLate = db.prepare(`
    INSERT INTO lateness (workspace, bucket, count) VALUES (?, ?, 1)
    ON CONFLICT (workspace, bucket) DO UPDATE SET count = count + 1`);
  const claim = claimWorkspaceIds(db);
  const revise = prepareRevisions(db);

  const store = (event: AuditEvent, key: unknown, append: Append, position: number): boolean => {
    const { time, type, user, resourceType, raw } = event;
    return (
      insert.run(position, append.workspaceKey, key, time, append.now, type, user, resourceType, raw)
        .changes > 0
    );
  };

  const tallyStored = (event: AuditEvent, append: Append, tally: Tally): void => {
    tally.head += 1;
    tally.stored += 1;
    if (event.id === null) tally.withoutId += 1;
    if (event.time === null) tally.withoutTime += 1;
    else if (event.time <= append.now + MOST_AHEAD_MS)
      tally.newestEventTime = Math.max(tally.newestEventTime ?? event.time, event.time);
    const lateness = append.lateness?.(event) ?? null;
    if (lateness === null) return;
    tally.late += 1;
    if (lateness.beyondLookback) tally.beyondLookback += 1;
    countLate.run(append.workspaceKey, bucketOf(lateness.lateByMs));
  };

  const tallyRepeated = (event: AuditEvent, key: unknown, append: Append, tally: Tally): void => {
    tally.repeated += 1;
    const known = find.get(append.workspaceKey, key);
    if (known && revise(known.position, known.raw, event.raw, append.now)) tally.revised += 1;
  };

  const appendAll = db.transaction((append: Append): Appended => {
    const tally = emptyTally(readHead.get()?.head ?? 0, append.events.length);
    for (const event of append.events) {
      const key = toStoredKey(event.key);
      if (store(event, key, append, tally.head + 1)) tallyStored(event, append, tally);
      else tallyRepeated(event, key, append, tally);
    }
    const { head, ...counts } = tally;
    const update = { ...counts, key: append.workspaceKey, cursor: toColumn(append.cursor) };
    if (count.run(update).changes === 0) throw unknownWorkspace(append.workspaceKey);
    if (counts.stored > 0) writeHead.run(head);
    claim(append.workspaceKey, append.newWorkspaceIds ?? []);
    return { stored: counts.stored, repeated: counts.repeated, revised: counts.revised };
  });
  return (append) => appendAll.immediate({ ...append, now: Math.trunc(append.now) });
}

function emptyTally(head: number, received: number): Tally {
  return {
    head,
    received,
    stored: 0,
    repeated: 0,
    revised: 0,
    withoutId: 0,
    withoutTime: 0,
    late: 0,
    beyondLookback: 0,
    newestEventTime: null,
  };
}
