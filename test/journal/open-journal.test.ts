import { randomBytes } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import type { LogFields } from '../../src/platform/log.js';
import { silentLogger } from '../../src/platform/log.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract.js';
import { temporaryFolder } from './temporary-folder.js';

const openers = [
  ['openJournal', openJournal],
  ['openJournalReader', openJournalReader],
] as const;

async function makeJournal(events = 300): Promise<string> {
  const path = join(await temporaryFolder(), 'journal.db');
  const journal = await openJournal(path);
  await fill(journal, makeEvents(events));
  await journal.close();
  return path;
}

/** Runs `work` as a user who may not do everything, where this one may. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe.each(openers)('%s refuses', (name, open) => {
  const isReader = name === 'openJournalReader';

  it('a folder, a device, and a path through a file', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'x');
    for (const path of [folder, '/dev/null', join(folder, 'file/journal.db')]) {
      await expect(open(path)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(path),
        hint: expect.stringContaining('--journal'),
      });
    }
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('a folder that does not exist, without making it', async () => {
    const folder = await temporaryFolder();
    const refused = open(join(folder, 'deep/er/journal.db'));
    await expect(refused).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/the folder .*deep\/er does not exist/),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('a link to nowhere, without replacing it', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'journal.db');
    await symlink(join(folder, 'unmounted/journal.db'), path);
    await expect(open(path)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('link'),
    });
    expect(await readdir(folder)).toEqual(['journal.db']);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['a text', Buffer.from('journal: ./workato-audit-logs.db\n'.repeat(100)), /not a database/],
    ['a few bytes', Buffer.from('SQLite form'), /not a database/],
    ['noise', randomBytes(20_000), /not a database/],
  ])('%s, and leaves it as it is', async (_, content, message) => {
    const path = join(await temporaryFolder(), 'journal.db');
    await writeFile(path, content);
    await expect(open(path)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      retryable: false,
      message: expect.stringMatching(message),
      hint: expect.stringContaining('backup'),
    });
    expect((await readFile(path)).equals(content)).toBe(true);
  });

  it('the database of another program', async () => {
    const path = join(await temporaryFolder(), 'journal.db');
    const foreign = new Sqlite(path);
    foreign.exec('CREATE TABLE notes (text); INSERT INTO notes VALUES (1)');
    foreign.close();
    const before = await readFile(path);
    await expect(open(path)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      message: expect.stringContaining('another program'),
    });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it('a journal of a newer version', async () => {
    const path = await makeJournal();
    const db = new Sqlite(path);
    db.pragma('user_version = 4711');
    db.close();
    await expect(open(path)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      message: expect.stringContaining('4711'),
      hint: expect.stringContaining('newer release'),
    });
  });

  it.each([0.999, 0.5, 0.1])('a journal that breaks off at %d of its length', async (share) => {
    const path = await makeJournal();
    const { size } = await stat(path);
    const length = Math.floor(size * share);
    await truncate(path, length);
    await expect(open(path)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      message: expect.stringContaining(path),
      hint: expect.stringContaining('Nothing was changed'),
    });
    expect((await stat(path)).size).toBe(length);
  });

  it('what it may not read', async () => {
    const path = await makeJournal();
    await chmod(dirname(path), 0o755);
    await chmod(path, 0o000);
    await asNobody(async () => {
      await expect(open(path)).rejects.toMatchObject({ code: 'CONFIG_INVALID', retryable: false });
    });
  });

  it('a journal that is not there, in a folder that cannot be written', async () => {
    const folder = join(await temporaryFolder(), 'closed');
    await mkdir(folder, { mode: 0o555 });
    await chmod(dirname(folder), 0o755);
    await asNobody(async () => {
      await expect(open(join(folder, 'journal.db'))).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(isReader ? /no journal/ : /permission denied/),
      });
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

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
