// Whether a collector runs on a journal now, so that orders are left to it.
import { existsSync } from 'node:fs';
import { openJournalReader } from '../journal/open-journal.js';

/** False where there is no journal yet. @throws CollectorError where the journal cannot be read. */
export async function isCollecting(journalPath: string): Promise<boolean> {
  if (!existsSync(journalPath)) return false;
  const journal = await openJournalReader(journalPath);
  try {
    return (await journal.holder()) !== null;
  } finally {
    await journal.close();
  }
}
