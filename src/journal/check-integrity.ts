// Proving that a journal can be trusted: every page is read, and the ledger is counted again.
import type { Database } from 'better-sqlite3';
import { damagedError } from './sqlite-error.js';

/** Each finds what must not be, and says it as `problem`. */
const CHECKS: readonly string[] = [
  `SELECT 'workspace "' || name || '" received ' || received || ' events, but stored ' || stored || ' and repeated ' || repeated AS problem
   FROM workspaces WHERE received <> stored + repeated`,
  `SELECT 'workspace "' || name || '" counts ' || stored || ' stored events, but has ' || (forgotten + present) AS problem
   FROM (SELECT name, stored, forgotten, (SELECT count(*) FROM events WHERE workspace = workspaces.key) AS present FROM workspaces)
   WHERE stored <> forgotten + present`,
  `SELECT 'its newest position is ' || head || ', but ' || total || ' events were stored' AS problem
   FROM (SELECT head, (SELECT coalesce(sum(stored), 0) FROM workspaces) AS total FROM journal) WHERE head <> total`,
  `SELECT 'an event stands at position ' || newest || ', beyond the newest, ' || head AS problem
   FROM (SELECT head, (SELECT max(position) FROM events) AS newest FROM journal) WHERE newest > head`,
  `SELECT 'an event stands at position ' || oldest || '; the first is 1' AS problem
   FROM (SELECT min(position) AS oldest FROM events) WHERE oldest < 1`,
  `SELECT 'destination "' || name || '" stands at ' || max(position, replay_until) || ', but accounts for ' ||
     (delivered + filtered + skipped + dead_lettered) || ' events' AS problem
   FROM feeds WHERE max(position, replay_until) <> delivered + filtered + skipped + dead_lettered`,
  `SELECT 'destination "' || name || '" stands at position ' || position || ', beyond the newest position, ' || head AS problem
   FROM feeds, journal WHERE position > head`,
];

/** @throws CollectorError JOURNAL_CORRUPT naming what is wrong. The collector may go on writing meanwhile. */
export function checkIntegrity(db: Database, file: string): void {
  db.transaction(() => {
    const report = db.pragma('integrity_check(1)', { simple: true });
    if (report !== 'ok') throw damagedError(file, `SQLite finds: ${String(report).replaceAll('\n', ' ')}`);
    for (const sql of CHECKS) {
      const found = db.prepare<[], { problem: string }>(sql).get();
      if (found) throw damagedError(file, found.problem);
    }
  }).deferred();
}
