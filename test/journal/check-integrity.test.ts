import { open } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract/given.js';
import { temporaryFolder } from './temporary-folder.js';

async function makeJournal(): Promise<string> {
  const path = join(await temporaryFolder(), 'journal.db');
  const journal = await openJournal(path);
  await fill(journal, makeEvents(200));
  await journal.openFeed('archive', 50);
  await journal.close();
  return path;
}

async function check(path: string): Promise<void> {
  const reader = await openJournalReader(path);
  try {
    await reader.checkIntegrity();
  } finally {
    await reader.close();
  }
}

it.each([
  ['DELETE FROM events WHERE position = 7', /harbour-prod" counts 200 stored events, but has 199/],
  ['UPDATE workspaces SET received = received + 1', /received 201 events, but stored 200 and repeated 0/],
  ['UPDATE workspaces SET received = 201, stored = 201, forgotten = 1', /newest position is 200, but 201/],
  ['UPDATE journal SET head = 199', /newest position is 199, but 200/],
  ['UPDATE events SET position = 900 WHERE position = 200', /position 900, beyond the newest, 200/],
  ['UPDATE events SET position = 0 WHERE position = 200', /position 0; the first is 1/],
  ['UPDATE feeds SET delivered = 2', /"archive" stands at 50, but accounts for 52/],
  [
    'UPDATE feeds SET position = 201, skipped = 201',
    /"archive" stands at position 201, beyond the newest position, 200/,
  ],
])('notices: %s', async (sql, message) => {
  const path = await makeJournal();
  await check(path);
  const db = new Sqlite(path);
  db.exec(sql);
  db.close();
  await expect(check(path)).rejects.toMatchObject({
    code: 'JOURNAL_CORRUPT',
    message: expect.stringMatching(message),
    hint: expect.stringContaining('backup'),
  });
});

it('notices a damaged page in the middle of the file', async () => {
  const path = await makeJournal();
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  for (let at = 20 * 4096; at < size; at += 4096) await file.write(Buffer.alloc(64, 0xa5), 0, 64, at);
  await file.close();
  await expect(check(path)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
});
