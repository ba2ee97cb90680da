// The file of the index, beside the journal: a copy of what is searched for, made from the journal and made anew when in doubt.
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { Columns, Dictionary } from './columns.js';
import type { Fields } from './fields.js';
import { openWordIndex, WORD_TABLES } from './word-index.js';
import { BLOCK_ROWS } from './word-list.js';

const VERSION = 2;
const TABLES = `
  CREATE TABLE origin (version INTEGER NOT NULL, journal TEXT NOT NULL, indexed INTEGER NOT NULL) STRICT;
  CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE blocks (block INTEGER PRIMARY KEY, columns BLOB NOT NULL) STRICT;
  ${WORD_TABLES}
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
  /** Everything up to this position is in it. The file has whole blocks only: after a start the newest events are read again. */
  readonly indexed: number;
  /** Adds entries, in the order of their positions, and goes on to `indexed`. */
  add(entries: readonly IndexEntry[], indexed: number): void;
  /** The rows, as bits, that hold every one of `words`; of the last one the beginning is enough. */
  find(words: readonly string[]): Uint8Array;
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
  for (const block of db.prepare<[], Buffer>('SELECT columns FROM blocks ORDER BY block').pluck().iterate())
    columns.load(block, BLOCK_ROWS);
  // Words of a block that was not finished come again.
  db.prepare('DELETE FROM words WHERE block >= ?').run(columns.length / BLOCK_ROWS);
  const words = openWordIndex(db, columns.length);
  let indexed = db.prepare<[], number>('SELECT indexed FROM origin').pluck().get() ?? 0;
  let savedTexts = dictionary.texts.length;

  const insertText = db.prepare('INSERT INTO texts (number, text) VALUES (?, ?)');
  const insertBlock = db.prepare('INSERT INTO blocks (block, columns) VALUES (?, ?)');
  const setIndexed = db.prepare('UPDATE origin SET indexed = ?');
  const saveWords = db.transaction(words.save);
  const saveBlock = db.transaction((position: number) => {
    words.save();
    for (; savedTexts < dictionary.texts.length; savedTexts += 1)
      insertText.run(savedTexts, dictionary.texts[savedTexts]);
    const from = columns.length - BLOCK_ROWS;
    insertBlock.run(from / BLOCK_ROWS, columns.save(from, columns.length));
    setIndexed.run(position);
  });

  return {
    columns,
    dictionary,
    get indexed() {
      return indexed;
    },
    add(entries, upTo) {
      for (const { position, time, fields } of entries) {
        columns.add({
          position,
          time,
          workspace: dictionary.numberOf(fields.workspace),
          type: dictionary.numberOf(fields.type),
          resource: dictionary.numberOf(fields.resource),
          user: dictionary.numberOf(fields.user),
          ip: dictionary.numberOf(fields.ip),
        });
        words.add(fields.values);
        if (columns.length % BLOCK_ROWS === 0) saveBlock(position);
        else if (words.isFull) saveWords();
      }
      indexed = upTo;
    },
    find: words.find,
    close: () => void db.close(),
  };
}
