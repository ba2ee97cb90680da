import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/journal/connect.js';
import { createReader } from '../../src/journal/create-reader.js';
import { createWriter } from '../../src/journal/create-writer.js';
import type { Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { openWalFlush } from '../../src/journal/wal-flush.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract/given.js';
import { temporaryFolder } from './temporary-folder.js';

const FULL = {
  code: 'JOURNAL_LOCKED',
  retryable: true,
  message: expect.stringContaining('full'),
  hint: expect.stringContaining('intact'),
};

/** Appends pages until one is refused; returns how many events were stored before. */
async function fillUp(journal: Journal, mostPages = 200): Promise<{ stored: number; error: unknown }> {
  for (let page = 0; page < mostPages; page += 1) {
    try {
      await fill(journal, makeEvents(100, 1_000_000 + page * 100), { cursor: page });
    } catch (error: unknown) {
      return { stored: page * 100, error };
    }
  }
  throw new Error('The disk did not fill up.');
}

async function expectIntact(journal: Journal, stored: number): Promise<void> {
  expect(await journal.head()).toBe(stored);
  expect(await journal.workspace(1)).toMatchObject({
    cursor: stored / 100 - 1,
    counts: { received: stored },
  });
  await journal.checkIntegrity();
}

/** A file system of two megabytes, where this user may mount one. */
async function mountSmallDisk(): Promise<string | null> {
  const folder = await temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

describe('a full disk', () => {
  it('stops writing with a clear error, keeps everything earlier, and goes on once there is space', async (context) => {
    const disk = await mountSmallDisk();
    if (disk === null) return context.skip('mounting a small file system is not allowed here');
    const ballast = join(disk, 'ballast');
    await writeFile(ballast, Buffer.alloc(600_000));
    const path = join(disk, 'journal.db');
    const journal = await openJournal(path);
    const { stored, error } = await fillUp(journal);
    expect(error).toMatchObject(FULL);
    expect(stored).toBeGreaterThan(0);
    await expectIntact(journal, stored);
    await journal.close();

    await rm(ballast);
    const again = await openJournal(path);
    await expectIntact(again, stored);
    await fill(again, makeEvents(100, 5_000_000), { cursor: stored / 100 });
    await expectIntact(again, stored + 100);
    await again.close();
  });

  it('is told before anything is made', async (context) => {
    const disk = await mountSmallDisk();
    if (disk === null) return context.skip('mounting a small file system is not allowed here');
    await writeFile(join(disk, 'ballast'), Buffer.alloc(2 * 1024 * 1024 - 8192));
    await expect(openJournal(join(disk, 'journal.db'))).rejects.toMatchObject(FULL);
    await rm(join(disk, 'ballast'));
    const journal = await openJournal(join(disk, 'journal.db'));
    await fill(journal, makeEvents(1));
    await journal.close();
  });

  it('leaves the journal usable in the same process', async () => {
    const path = join(await temporaryFolder(), 'journal.db');
    await (await openJournal(path)).close();
    const db = connect(path);
    const reader = createReader(db, path);
    const wal = openWalFlush(path);
    onTestFinished(() => wal.close());
    const journal = { ...reader, ...createWriter(db, path, reader.hashToken, wal) };
    db.pragma('max_page_count = 200');
    const { stored, error } = await fillUp(journal);
    expect(error).toMatchObject(FULL);
    await expectIntact(journal, stored);
    await journal.openFeed('archive', 0);
    db.pragma('max_page_count = 100000');
    await fill(journal, makeEvents(100, 5_000_000), { cursor: stored / 100 });
    await expectIntact(journal, stored + 100);
    await journal.close();
  });
});

describe('a disk that became read-only', () => {
  it('is named, and everything earlier can still be read', async (context) => {
    const disk = await mountSmallDisk();
    if (disk === null) return context.skip('mounting a small file system is not allowed here');
    const path = join(disk, 'journal.db');
    const journal = await openJournal(path);
    await fill(journal, makeEvents(100), { cursor: 0 });
    await journal.close();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(openJournal(path)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('cannot be used'),
    });
    await expect(openJournal(join(disk, 'other.db'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('read-only'),
    });
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    const again = await openJournal(path);
    await expectIntact(again, 100);
    await again.close();
  });
});
