// The tables of the SQLite journal, as numbered steps. A step that was released is never changed; a new one is added.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** Stands in the header of every journal file, so that another program's database is recognised: "WAL1" in ASCII. */
export const APPLICATION_ID = 0x57414c31;

export type Migration = (db: Database) => void;

const TABLES = `
  -- One row: the journal itself. Head is the newest position ever given away, so that none is used twice.
  CREATE TABLE journal (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    salt BLOB NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    holder TEXT
  ) STRICT;

  CREATE TABLE workspaces (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    base_url TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    cursor TEXT,
    health TEXT,
    received INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0,
    revised INTEGER NOT NULL DEFAULT 0,
    without_id INTEGER NOT NULL DEFAULT 0,
    without_time INTEGER NOT NULL DEFAULT 0,
    late INTEGER NOT NULL DEFAULT 0,
    beyond_lookback INTEGER NOT NULL DEFAULT 0,
    newest_event_time INTEGER,
    -- Events whose keys retention has removed: stored = rows in events + forgotten.
    forgotten INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE workspace_ids (
    id TEXT NOT NULL,
    workspace INTEGER NOT NULL REFERENCES workspaces (key),
    PRIMARY KEY (id, workspace)
  ) STRICT, WITHOUT ROWID;

  -- The key is an integer where its text is one, which keeps the index small; see event-key.ts.
  -- Retention sets raw to NULL and leaves the row, so that a repeat is still recognised, until its key may go too.
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    key ANY NOT NULL,
    time INTEGER,
    first_seen INTEGER NOT NULL,
    type TEXT,
    user TEXT,
    resource_type TEXT,
    raw BLOB,
    UNIQUE (workspace, key)
  ) STRICT;
  CREATE INDEX events_by_time ON events (time) WHERE raw IS NOT NULL;
  CREATE INDEX events_by_first_seen ON events (first_seen) WHERE raw IS NOT NULL;
  CREATE INDEX events_without_body ON events (coalesce(time, first_seen)) WHERE raw IS NULL;

  CREATE TABLE revisions (
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    raw BLOB NOT NULL,
    PRIMARY KEY (position, number)
  ) STRICT;

  CREATE TABLE lateness (
    workspace INTEGER NOT NULL REFERENCES workspaces (key),
    bucket INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (workspace, bucket)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE feeds (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    open_after INTEGER,
    open_to INTEGER,
    resume TEXT,
    delivered INTEGER NOT NULL DEFAULT 0,
    filtered INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    dead_lettered INTEGER NOT NULL DEFAULT 0,
    replayed INTEGER NOT NULL DEFAULT 0,
    health TEXT,
    replay_until INTEGER NOT NULL DEFAULT 0,
    dropped_at INTEGER
  ) STRICT;

  CREATE TABLE dead_letters (
    feed TEXT NOT NULL REFERENCES feeds (name),
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE learnt (
    endpoint TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- AUTOINCREMENT here and in orders: numbers are never used twice, although rows come and go.
  CREATE TABLE requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL,
    time INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX requests_by_token ON requests (token_hash);
  CREATE INDEX requests_by_time ON requests (time);

  CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    value TEXT NOT NULL,
    placed_at INTEGER NOT NULL
  ) STRICT;
`;

const AUDIT = `
  ALTER TABLE workspaces ADD COLUMN paused_at INTEGER;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    outcome TEXT NOT NULL
  ) STRICT;
`;

const KEPT = `
  -- What parts of the collector remember between two runs, each under a name of its own.
  CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Step n leads from version n - 1 to version n. */
export const MIGRATIONS: readonly Migration[] = [
  (db) => {
    db.exec(TABLES);
    const identity = db.prepare('INSERT INTO journal (only_row, id, salt) VALUES (1, ?, ?)');
    identity.run(randomUUID(), randomBytes(32));
  },
  (db) => db.exec(AUDIT),
  (db) => db.exec(KEPT),
];

/** The version that this program reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

export function schemaVersionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings a journal of an older version up to the newest of `migrations`: all steps in one transaction, or none. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  db.transaction(() => {
    for (const step of migrations.slice(schemaVersionOf(db))) step(db);
    db.pragma(`user_version = ${Math.max(schemaVersionOf(db), migrations.length)}`);
  }).immediate();
}
