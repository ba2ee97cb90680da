// Repeats of a stored event whose body is another one: kept beside the event, never delivered.
import type { Database } from 'better-sqlite3';
import { isSameJson } from './canonical-json.js';
import type { Position } from './journal-data.js';

const MOST_KEPT = 5;

interface Body {
  number: number;
  raw: Uint8Array;
}

/**
 * Makes the function that is shown the body of a repeat and says whether it is a new revision. Of many, the first four and
 * the newest are kept.
 */
export function prepareRevisions(
  db: Database,
): (position: number, original: Uint8Array | null, raw: Uint8Array, now: number) => boolean {
  const kept = db.prepare<[number], Body>(
    'SELECT number, raw FROM revisions WHERE position = ? ORDER BY number',
  );
  const keep = db.prepare(
    'INSERT OR REPLACE INTO revisions (position, number, seen, raw) VALUES (?, ?, ?, ?)',
  );
  return (position, original, raw, now) => {
    // Without its body an event cannot be compared any more.
    if (original === null || isSameJson(original, raw)) return false;
    const known = kept.all(position);
    if (known.some((revision) => isSameJson(revision.raw, raw))) return false;
    keep.run(position, Math.min(known.length + 1, MOST_KEPT), now, raw);
    return true;
  };
}

/** Makes the function that reads the revisions of one event back, oldest first. */
export function prepareRevisionList(
  db: Database,
): (position: Position) => readonly { seen: number; raw: Uint8Array }[] {
  const list = db.prepare<[Position], { seen: number; raw: Uint8Array }>(
    'SELECT seen, raw FROM revisions WHERE position = ? ORDER BY number',
  );
  return (position) => list.all(position);
}
