// Retention: bodies that every feed has passed are removed, and keys once nothing will bring them again.
import type { Database } from 'better-sqlite3';
import { letOthersRun } from '../platform/let-others-run.js';
import type { Position } from './journal-data.js';

const PIECE = 1000;

export interface Pruned {
  removed: number;
  heldBy: string | null;
}

/** Makes the function that prunes, in transactions of 1,000 events, so that pulling goes on between them. */
export function preparePrune(db: Database): (before: number, keysBefore: number) => Promise<Pruned> {
  const slowest = db.prepare<[], { name: string; position: Position }>(
    'SELECT name, position FROM feeds WHERE dropped_at IS NULL ORDER BY position, name LIMIT 1',
  );
  const head = db.prepare<[], { head: Position }>('SELECT head FROM journal');
  const bodies = db.prepare<[number, Position, number], { position: Position }>(
    'SELECT position FROM events WHERE raw IS NOT NULL AND first_seen < ? AND position <= ? LIMIT ?',
  );
  const empty = db.prepare(
    'UPDATE events SET raw = NULL, type = NULL, user = NULL, resource_type = NULL WHERE position = ?',
  );
  const dropRevisions = db.prepare('DELETE FROM revisions WHERE position = ?');
  const keys = db.prepare<[number, number], { position: Position; workspace: number }>(
    'SELECT position, workspace FROM events WHERE raw IS NULL AND coalesce(time, first_seen) < ? LIMIT ?',
  );
  const forget = db.prepare('DELETE FROM events WHERE position = ?');
  const countForgotten = db.prepare('UPDATE workspaces SET forgotten = forgotten + 1 WHERE key = ?');
  const anyLeft = db.prepare<[number, Position], { found: 1 }>(
    'SELECT 1 AS found FROM events WHERE raw IS NOT NULL AND first_seen < ? AND position > ? LIMIT 1',
  );

  const removeBodies = db.transaction((before: number): number => {
    const passed = slowest.get()?.position ?? head.get()?.head ?? 0;
    const piece = bodies.all(before, passed, PIECE);
    for (const { position } of piece) {
      empty.run(position);
      dropRevisions.run(position);
    }
    return piece.length;
  });
  const removeKeys = db.transaction((keysBefore: number): number => {
    const piece = keys.all(keysBefore, PIECE);
    for (const { position, workspace } of piece) {
      forget.run(position);
      countForgotten.run(workspace);
    }
    return piece.length;
  });

  return async (before, keysBefore) => {
    const removed = await inPieces(() => removeBodies.immediate(before));
    await inPieces(() => removeKeys.immediate(keysBefore));
    const holder = slowest.get();
    const isHeld = holder !== undefined && anyLeft.get(before, holder.position) !== undefined;
    return { removed, heldBy: isHeld ? holder.name : null };
  };
}

/** Repeats `work` until it finds less to do than a whole piece; returns how much it did in all. */
async function inPieces(work: () => number): Promise<number> {
  let total = 0;
  for (;;) {
    const done = work();
    total += done;
    if (done < PIECE) return total;
    await letOthersRun();
  }
}
