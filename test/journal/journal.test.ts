import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { describeJournal } from '../support/journal-contract.js';

describeJournal('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'));
  const path = join(folder, 'journal.db');
  return {
    open: () => openJournal(path),
    openReader: () => openJournalReader(path),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
});
