// Events that a destination has refused for good.
import type { Database } from 'better-sqlite3';
import type { StoredDeadLetter } from './journal.js';

/** Makes the function that lists dead letters, of one feed or of all, newest first. */
export function prepareDeadLetters(
  db: Database,
): (feed?: string, limit?: number) => readonly StoredDeadLetter[] {
  const list = db.prepare<[{ feed: string | null; limit: number }], StoredDeadLetter>(`
    SELECT feed, position, reason, at FROM dead_letters WHERE @feed IS NULL OR feed = @feed
    ORDER BY position DESC, feed LIMIT @limit`);
  return (feed, limit) => list.all({ feed: feed ?? null, limit: limit ?? -1 });
}
