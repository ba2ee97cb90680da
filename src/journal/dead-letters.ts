// Events that a destination has refused for good.
import type { Database } from 'better-sqlite3';
import type { Json, Position, StoredDeadLetter } from './journal-data.js';
import { toColumn } from './json-column.js';

/** Makes the function that lists dead letters, of one feed or of all, newest first. */
export function prepareDeadLetters(
  db: Database,
): (feed?: string, limit?: number) => readonly StoredDeadLetter[] {
  const list = db.prepare<[{ feed: string | null; limit: number }], StoredDeadLetter>(`
    SELECT feed, position, reason, at FROM dead_letters WHERE @feed IS NULL OR feed = @feed
    ORDER BY position DESC, feed LIMIT @limit`);
  return (feed, limit) => list.all({ feed: feed ?? null, limit: limit ?? -1 });
}

export interface DeadLetterEnds {
  settle(feed: string, position: Position, resume: Json): void;
  drop(feed: string): number;
}

/** What can become of dead letters; the ledger stays balanced. A letter that a replay has delivered meanwhile is none any more. */
export function prepareDeadLetterEnds(db: Database): DeadLetterEnds {
  const remove = db.prepare('DELETE FROM dead_letters WHERE feed = ? AND position = ?');
  const removeAll = db.prepare('DELETE FROM dead_letters WHERE feed = ?');
  const place = db.prepare('UPDATE feeds SET resume = ?, open_after = NULL, open_to = NULL WHERE name = ?');
  const deliver = db.prepare(
    'UPDATE feeds SET delivered = delivered + 1, dead_lettered = dead_lettered - 1 WHERE name = ?',
  );
  const skip = db.prepare(
    'UPDATE feeds SET skipped = skipped + @count, dead_lettered = dead_lettered - @count WHERE name = @feed',
  );
  const settle = db.transaction((feed: string, position: Position, resume: Json): void => {
    place.run(toColumn(resume), feed);
    if (remove.run(feed, position).changes > 0) deliver.run(feed);
  });
  const drop = db.transaction((feed: string): number => {
    const count = removeAll.run(feed).changes;
    skip.run({ feed, count });
    return count;
  });
  return {
    settle: (feed, position, resume) => settle.immediate(feed, position, resume),
    drop: (feed) => drop.immediate(feed),
  };
}
