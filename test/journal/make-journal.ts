// A journal on disk, closed, with some events in it.
import { join } from 'node:path';
import { openJournal } from '../../src/journal/open-journal.js';
import { makeEvents } from '../support/event-fixtures.js';
import { fill } from '../support/journal-contract/given.js';
import { temporaryFolder } from './temporary-folder.js';

/** Resolves to its path. */
export async function makeJournal(events = 300): Promise<string> {
  const path = join(await temporaryFolder(), 'journal.db');
  const journal = await openJournal(path);
  await fill(journal, makeEvents(events));
  await journal.close();
  return path;
}
