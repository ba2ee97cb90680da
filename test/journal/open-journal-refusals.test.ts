import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { asNobody } from './as-nobody.js';
import { makeJournal } from './make-journal.js';
import { temporaryFolder } from './temporary-folder.js';

const openers = [
  ['openJournal', openJournal],
  ['openJournalReader', openJournalReader],
] as const;

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
