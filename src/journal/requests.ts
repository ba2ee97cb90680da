// Requests of the last minutes, so that a restart, or another process with the same token, stays within the budget.
import type { Database } from 'better-sqlite3';

const REMEMBERED_MS = 2 * 60_000;
/** A request further ahead than this was made under a clock that was wrong. One that is less so still counts. */
const FURTHEST_AHEAD_MS = 24 * 60 * 60_000;

export interface Requests {
  record(tokenHash: string, time: number): void;
  since(tokenHash: string, after: number): readonly { number: number; time: number }[];
}

export function prepareRequests(db: Database): Requests {
  const forget = db.prepare('DELETE FROM requests WHERE time < ? OR time > ?');
  const insert = db.prepare('INSERT INTO requests (token_hash, time) VALUES (?, ?)');
  const since = db.prepare<[string, number], { number: number; time: number }>(
    'SELECT number, time FROM requests WHERE token_hash = ? AND number > ? ORDER BY number',
  );
  const record = db.transaction((tokenHash: string, time: number): void => {
    forget.run(time - REMEMBERED_MS, time + FURTHEST_AHEAD_MS);
    insert.run(tokenHash, Math.trunc(time));
  });
  return {
    record: (tokenHash, time) => record.immediate(tokenHash, time),
    since: (tokenHash, after) => since.all(tokenHash, after),
  };
}
