import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isLocked, takeLock } from '../../src/journal/journal-lock.js';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract/given.js';
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

// Somebody takes the lock file for a leftover and removes it. The kernel's lock is on the file that is gone, so a second collector
// starts; the first must not go on beside it.
it('ends the collector whose lock file was removed', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  const first = await openJournal(path);
  await fill(first, makeEvents(1));
  await rm(`${path}.lock`);
  const second = await openJournal(path);
  await expect(fill(first, makeEvents(2))).rejects.toMatchObject({
    code: 'JOURNAL_LOCKED',
    retryable: false,
    message: expect.stringContaining('another collector may have the journal now'),
  });
  await first.close();
  await fill(second, makeEvents(3));
  await second.close();
});

it('is refused where something else stands in its place, which is left alone', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  await (await openJournal(path)).close();
  await writeFile(`${path}.lock`, 'something else, longer than the header of a database '.repeat(20));
  const problem = { code: 'CONFIG_INVALID', message: `${path}.lock is not the lock file of a journal.` };
  await expect(openJournal(path)).rejects.toMatchObject(problem);
  const reader = await openJournalReader(path);
  await expect(reader.holder()).rejects.toMatchObject(problem);
  await reader.close();
  expect(await readFile(`${path}.lock`, 'utf8')).toMatch(/^something else/);
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
