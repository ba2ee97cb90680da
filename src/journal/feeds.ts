// Feeds: how far each destination has come.
import type { Database } from 'better-sqlite3';
import { CollectorError } from '../platform/errors.js';
import type { FeedCounts, FeedState, Json, OpenBatch, Position } from './journal-data.js';
import { fromColumn, toColumn } from './json-column.js';

interface Row extends FeedCounts {
  name: string;
  position: Position;
  openAfter: Position | null;
  openTo: Position | null;
  resume: string | null;
  health: string | null;
  replayUntil: Position;
  droppedAt: number | null;
}

const SELECT = `
  SELECT name, position, open_after AS openAfter, open_to AS openTo, resume, health, replay_until AS replayUntil,
    dropped_at AS droppedAt, delivered, filtered, skipped, dead_lettered AS deadLettered, replayed
  FROM feeds`;

export interface Feeds {
  list(): readonly FeedState[];
  /** @throws CollectorError CONFIG_INVALID where there is none of this name. */
  get(name: string): FeedState;
  open(name: string, startAfter: Position): FeedState;
  rename(from: string, to: string): void;
  keep(names: readonly string[], now: number): void;
  recordBatch(name: string, batch: OpenBatch): void;
  setHealth(name: string, health: Json): void;
  /** An open batch stays on record: the destination may hold a part of it. */
  rewind(name: string, after: Position): void;
}

export function prepareFeeds(db: Database): Feeds {
  const all = db.prepare<[], Row>(`${SELECT} ORDER BY name`);
  const one = db.prepare<[string], Row>(`${SELECT} WHERE name = ?`);
  const insert = db.prepare(`
    INSERT INTO feeds (name, position, skipped)
    SELECT @name, min(@startAfter, head), min(@startAfter, head) FROM journal WHERE true ON CONFLICT (name) DO NOTHING`);
  const keep = db.prepare(`
    UPDATE feeds SET dropped_at = CASE WHEN name IN (SELECT value FROM json_each(@names)) THEN NULL
      ELSE coalesce(dropped_at, @now) END`);
  const recordBatch = db.prepare('UPDATE feeds SET open_after = @after, open_to = @to WHERE name = @name');
  const setHealth = db.prepare('UPDATE feeds SET health = @health WHERE name = @name');
  const rewind = db.prepare(`
    UPDATE feeds SET position = @after, replay_until = max(position, replay_until)
    WHERE name = @name AND position > @after`);

  const renameFeed = db.prepare('UPDATE feeds SET name = @to WHERE name = @from');
  const renameLetters = db.prepare('UPDATE dead_letters SET feed = @to WHERE feed = @from');
  const rename = db.transaction((from: string, to: string): void => {
    if (one.get(to) || !one.get(from)) return;
    // Letters name their feed: both change in one go.
    db.pragma('defer_foreign_keys = ON');
    renameFeed.run({ from, to });
    renameLetters.run({ from, to });
  });

  const get = (name: string): FeedState => {
    const row = one.get(name);
    if (!row) throw unknownFeed(name);
    return toState(row);
  };
  return {
    get,
    list: () => all.all().map(toState),
    open: (name, startAfter) => {
      insert.run({ name, startAfter: Math.max(0, startAfter) });
      return get(name);
    },
    rename: (from, to) => rename.immediate(from, to),
    keep: (names, now) => {
      keep.run({ names: JSON.stringify(names), now: Math.trunc(now) });
    },
    recordBatch: (name, batch) => {
      if (recordBatch.run({ name, ...batch }).changes === 0) throw unknownFeed(name);
    },
    setHealth: (name, health) => {
      if (setHealth.run({ name, health: toColumn(health) }).changes === 0) throw unknownFeed(name);
    },
    rewind: (name, after) => {
      get(name);
      rewind.run({ name, after: Math.max(0, after) });
    },
  };
}

function unknownFeed(name: string): CollectorError {
  return new CollectorError('CONFIG_INVALID', `The journal knows no destination "${name}".`, {
    hint: '"status" lists those that it knows; a destination is known after the first "sync" or "run" with it.',
  });
}

function toState({
  openAfter,
  openTo,
  resume,
  health,
  name,
  position,
  replayUntil,
  droppedAt,
  ...counts
}: Row): FeedState {
  return {
    name,
    position,
    open: openAfter === null || openTo === null ? null : { after: openAfter, to: openTo },
    resume: fromColumn(resume),
    counts,
    health: fromColumn(health),
    replayUntil,
    droppedAt,
  };
}
