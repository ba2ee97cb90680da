import { symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isLocked, takeLock } from '../../src/journal/journal-lock.js';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { startCollector } from './start-collector.js';
import { temporaryFolder } from './temporary-folder.js';

async function startHolder(path: string) {
  const holder = await startCollector(path, 'hold');
  onTestFinished(() => holder.kill());
  await holder.untilSaid(1);
  return holder;
}

it('keeps a second process out, names the first, and is free the moment that it is killed', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  const holder = await startHolder(path);
  await expect(openJournal(path)).rejects.toMatchObject({
    code: 'JOURNAL_LOCKED',
    retryable: false,
    message: expect.stringMatching(
      new RegExp(`process ${holder.child.pid} on ${hostname()}, since \\d{4}-\\d\\d-\\d\\dT`),
    ),
    hint: expect.stringContaining('journal of its own'),
  });
  const reader = await openJournalReader(path);
  expect(await reader.holder()).toMatchObject({ pid: holder.child.pid, host: hostname() });
  await holder.kill();
  expect(await reader.holder()).toBeNull();
  await reader.close();
  const journal = await openJournal(path);
  expect(await journal.holder()).toMatchObject({ pid: process.pid });
  await journal.close();
});

it('is not given away by those who look whether it is held', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  const journal = await openJournal(path);
  const reader = await openJournalReader(path);
  for (let time = 0; time < 3; time += 1) {
    expect(await reader.holder()).toMatchObject({ pid: process.pid });
    await expect(openJournal(path)).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  }
  await reader.close();
  const other = await startHolder(path);
  expect(other.said).toMatchObject([{ code: 'JOURNAL_LOCKED' }]);
  await journal.close();
});

it('is one lock by whatever path the journal is named', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'journal.db');
  await (await openJournal(path)).close();
  await symlink(path, join(folder, 'link.db'));
  await symlink(folder, join(folder, 'around'));
  const journal = await openJournal(path);
  for (const other of ['link.db', 'around/journal.db', './around/../journal.db']) {
    await expect(openJournal(join(folder, other))).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
  }
  await journal.close();
});

it('can be taken, looked at and released any number of times', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  expect(isLocked(path)).toBe(false);
  for (let time = 0; time < 3; time += 1) {
    const lock = takeLock(path);
    expect(lock).not.toBeNull();
    expect(isLocked(path)).toBe(true);
    expect(takeLock(path)).toBeNull();
    lock?.release();
    expect(isLocked(path)).toBe(false);
  }
});
