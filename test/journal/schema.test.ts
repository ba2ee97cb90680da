import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import {
  APPLICATION_ID,
  MIGRATIONS,
  type Migration,
  migrate,
  SCHEMA_VERSION,
  schemaVersionOf,
} from '../../src/journal/schema.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract/given.js';
import { temporaryFolder } from './temporary-folder.js';

const NEXT: Migration[] = [
  ...MIGRATIONS,
  (db) => db.exec('CREATE TABLE extra (a TEXT); INSERT INTO extra SELECT id FROM journal'),
];

async function makeCurrent(): Promise<Sqlite.Database> {
  const path = join(await temporaryFolder(), 'journal.db');
  await (await openJournal(path)).close();
  const db = new Sqlite(path);
  onTestFinished(() => void db.close());
  return db;
}

it('brings an older journal up by the steps that it lacks', async () => {
  const db = await makeCurrent();
  migrate(db, NEXT);
  expect(schemaVersionOf(db)).toBe(SCHEMA_VERSION + 1);
  expect(db.prepare('SELECT count(*) AS n FROM extra').get()).toEqual({ n: 1 });
  migrate(db, NEXT);
  expect(schemaVersionOf(db)).toBe(SCHEMA_VERSION + 1);
});

it('leaves the journal as it was where a step fails', async () => {
  const db = await makeCurrent();
  expect(() => migrate(db, [...NEXT, (old) => old.exec('INSERT INTO nowhere VALUES (1)')])).toThrow(
    /nowhere/,
  );
  expect(schemaVersionOf(db)).toBe(SCHEMA_VERSION);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'extra'").get()).toBeUndefined();
});

it('never takes a version back', async () => {
  const db = await makeCurrent();
  migrate(db, NEXT);
  migrate(db);
  expect(schemaVersionOf(db)).toBe(SCHEMA_VERSION + 1);
});

it('upgrades a file of version 0 when a collector opens it; a reader asks for that', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  const old = new Sqlite(path);
  old.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(old, []);
  old.close();
  await expect(openJournalReader(path)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/version 0.*"sync" or "run"/),
  });
  const journal = await openJournal(path);
  await fill(journal, makeEvents(3));
  await journal.checkIntegrity();
  await journal.close();
  const reader = await openJournalReader(path);
  expect(await reader.head()).toBe(3);
  await reader.close();
});

it('refuses a journal that has lost its identity', async () => {
  const db = await makeCurrent();
  db.exec('DELETE FROM journal');
  await expect(openJournal(db.name)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
});
