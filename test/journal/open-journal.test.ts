import { randomBytes } from 'node:crypto';
import { chmod, copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { type LogFields, silentLogger } from '../../src/platform/log.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract/given.js';
import { asNobody } from './as-nobody.js';
import { makeJournal } from './make-journal.js';
import { temporaryFolder } from './temporary-folder.js';

describe('openJournal', () => {
  it('refuses a journal that it may only read', async () => {
    const path = await makeJournal();
    await chmod(dirname(path), 0o777);
    await chmod(path, 0o444);
    await rm(`${path}.lock`);
    await asNobody(async () => {
      await expect(openJournal(path)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('cannot be used'),
      });
    });
    const reader = await openJournalReader(path);
    expect(await reader.head()).toBe(300);
    await reader.close();
  });

  it('makes files that only their owner can read', async () => {
    const previous = process.umask(0);
    onTestFinished(() => void process.umask(previous));
    const folder = await temporaryFolder();
    const journal = await openJournal(join(folder, 'journal.db'));
    await fill(journal, makeEvents(3));
    const names = await readdir(folder);
    expect(names.sort()).toEqual(['journal.db', 'journal.db-shm', 'journal.db-wal', 'journal.db.lock']);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    await journal.close();
  });

  it('makes nothing of what a crash during the making has left', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'journal.db');
    for (const name of ['journal.db.new', 'journal.db.new-wal', 'journal.db.new-journal']) {
      await writeFile(join(folder, name), randomBytes(5000));
    }
    const journal = await openJournal(path);
    await fill(journal, makeEvents(3));
    await journal.checkIntegrity();
    await journal.close();
    expect((await readdir(folder)).sort()).toEqual(['journal.db', 'journal.db.lock']);
  });

  it('begins anew where the journal was deleted, does not mix in its -wal file, and says so', async () => {
    const path = await makeJournal();
    const journal = await openJournal(path);
    await fill(journal, makeEvents(50, 900_001));
    await copyFile(`${path}-wal`, `${path}.saved`);
    await journal.close();
    await rm(path);
    await copyFile(`${path}.saved`, `${path}-wal`);
    const warnings: [string, LogFields | undefined][] = [];
    const logger = {
      ...silentLogger,
      warn: (message: string, fields?: LogFields) => warnings.push([message, fields]),
    };
    const fresh = await openJournal(path, { logger });
    expect(await fresh.head()).toBe(0);
    await fresh.checkIntegrity();
    await fresh.close();
    expect(warnings).toEqual([[expect.stringContaining('gone'), { journal: path }]]);
  });

  it.each(['removed', 'exchanged'])('stops writing when its file is %s', async (what) => {
    const path = await makeJournal(3);
    await copyFile(path, `${path}.copy`);
    const journal = await openJournal(path);
    await rm(path);
    if (what === 'exchanged') await copyFile(`${path}.copy`, path);
    await expect(fill(journal, makeEvents(5))).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      message: expect.stringContaining('removed or exchanged'),
    });
    await journal.close();
  });

  it('stops writing when its -wal file is removed, and saves what was in it', async () => {
    const path = await makeJournal(3);
    const journal = await openJournal(path);
    await fill(journal, makeEvents(5));
    await rm(`${path}-wal`);
    await expect(fill(journal, makeEvents(7))).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      message: expect.stringContaining('-wal was removed or exchanged'),
    });
    await journal.close();
    const reader = await openJournalReader(path);
    await reader.checkIntegrity();
    expect(await reader.head()).toBe(5);
    await reader.close();
  });

  it('holds no token in any of its files', async () => {
    const path = await makeJournal();
    const journal = await openJournal(path);
    await journal.recordRequest(journal.hashToken('token-of-harbour-prod'), 1);
    for (const file of [path, `${path}-wal`]) {
      expect((await readFile(file)).includes('token-of-harbour-prod')).toBe(false);
    }
    await journal.close();
  });

  it('takes the time of its clock for its own', async () => {
    const path = join(await temporaryFolder(), 'journal.db');
    const clock = { now: () => 1234.5, monotonic: () => 0, sleep: async () => {} };
    const journal = await openJournal(path, { clock });
    expect(await journal.holder()).toMatchObject({ since: 1234.5 });
    await journal.close();
  });
});

describe('openJournalReader', () => {
  it('says that there is no journal, and makes none', async () => {
    const folder = await temporaryFolder();
    await expect(openJournalReader(join(folder, 'journal.db'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('no journal'),
      hint: expect.stringContaining('sync'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves no files behind', async () => {
    const path = await makeJournal();
    const reader = await openJournalReader(path);
    expect(await reader.head()).toBe(300);
    expect(await reader.holder()).toBeNull();
    await reader.close();
    expect((await readdir(dirname(path))).sort()).toEqual(['journal.db', 'journal.db.lock']);
  });
});
