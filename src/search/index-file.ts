// The file of the index, beside the journal: a copy of what is searched for, made from the journal and made anew when in doubt.
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { type ColumnRow, Columns, Dictionary } from './columns.js';
import type { Fields } from './fields.js';

const VERSION = 1;
const TABLES = `
  CREATE TABLE origin (version INTEGER NOT NULL, journal TEXT NOT NULL, indexed INTEGER NOT NULL) STRICT;
  CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE rows (
    position INTEGER PRIMARY KEY, time INTEGER NOT NULL,
    workspace INTEGER NOT NULL, type INTEGER NOT NULL, resource INTEGER NOT NULL, user INTEGER NOT NULL, ip INTEGER NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE words USING fts5(text, content = '', detail = none, columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2');
`;

/** One event to be found again. */
export interface IndexEntry {
  position: number;
  time: number;
  fields: Fields;
}

/** The index, with its columns in memory. */
export interface IndexFile {
  readonly columns: Columns;
  readonly dictionary: Dictionary;
  /** Everything up to this position is in it. */
  readonly indexed: number;
  /** Adds entries, in the order of their positions, and goes on to `indexed`: all of it, or nothing. */
  add(entries: readonly IndexEntry[], indexed: number): void;
  /** Positions of the events that hold every word, the last one being the beginning of one. */
  find(words: readonly string[]): Iterable<number>;
  close(): void;
}

/** Opens the index of journal `journalId` at `path`; one that is damaged, older, or of another journal is made anew. */
export function openIndexFile(path: string, journalId: string): IndexFile {
  try {
    return open(path, journalId);
  } catch (error: unknown) {
    if (!existsSync(path)) throw error;
    removeIndexFile(path);
    return open(path, journalId);
  }
}

/** Deletes the index; nothing is lost with it. */
export function removeIndexFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

function open(path: string, journalId: string): IndexFile {
  // Made before SQLite does, so that nobody else may ever read it.
  if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600, flag: 'a' });
  chmodSync(path, 0o600);
  const db = new Sqlite(path);
  try {
    db.pragma('journal_mode = WAL');
    // A power cut may damage it; then it is made anew.
    db.pragma('synchronous = OFF');
    prepare(db, journalId);
    return load(db);
  } catch (error: unknown) {
    db.close();
    throw error;
  }
}

function prepare(db: Database, journalId: string): void {
  if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'origin'").get() === undefined) {
    db.exec(TABLES);
    db.prepare('INSERT INTO origin VALUES (?, ?, 0)').run(VERSION, journalId);
  }
  const origin = db
    .prepare<[], { version: number; journal: string }>('SELECT version, journal FROM origin')
    .get();
  if (origin?.version !== VERSION || origin.journal !== journalId)
    throw new Error('an index of another journal');
}

function load(db: Database): IndexFile {
  const columns = new Columns();
  const dictionary = new Dictionary();
  for (const { number, text } of db
    .prepare<[], { number: number; text: string }>('SELECT number, text FROM texts')
    .iterate()) {
    dictionary.remember(number, text);
  }
  for (const row of db.prepare<[], ColumnRow>('SELECT * FROM rows ORDER BY position').iterate())
    columns.add(row);
  let indexed = db.prepare<[], number>('SELECT indexed FROM origin').pluck().get() ?? 0;

  const insertText = db.prepare('INSERT INTO texts (number, text) VALUES (?, ?)');
  const insertRow = db.prepare(
    'INSERT INTO rows VALUES (@position, @time, @workspace, @type, @resource, @user, @ip)',
  );
  const insertWords = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
  const setIndexed = db.prepare('UPDATE origin SET indexed = ?');
  const match = db.prepare<[string], number>('SELECT rowid FROM words WHERE words MATCH ?').pluck();

  const numberOf = (text: string | null): number => {
    const { number, isNew } = dictionary.numberOf(text);
    if (isNew) insertText.run(number, text);
    return number;
  };
  const write = db.transaction((entries: readonly IndexEntry[], upTo: number): ColumnRow[] => {
    const rows = entries.map(({ position, time, fields }) => {
      const row: ColumnRow = {
        position,
        time,
        workspace: numberOf(fields.workspace),
        type: numberOf(fields.type),
        resource: numberOf(fields.resource),
        user: numberOf(fields.user),
        ip: numberOf(fields.ip),
      };
      insertRow.run(row);
      insertWords.run(position, fields.text);
      return row;
    });
    setIndexed.run(upTo);
    return rows;
  });

  return {
    columns,
    dictionary,
    get indexed() {
      return indexed;
    },
    add(entries, upTo) {
      for (const row of write(entries, upTo)) columns.add(row);
      indexed = upTo;
    },
    find: (words) => match.iterate(matchAll(words)),
    close: () => void db.close(),
  };
}

/** In FTS5's language; words hold letters and digits only, and quoted they are no operators. */
function matchAll(words: readonly string[]): string {
  return words.map((word, index) => `"${word}"${index === words.length - 1 ? ' *' : ''}`).join(' AND ');
}
