// What every journal promises, whatever it is built on. `describeJournal` is called once for each implementation.
import { afterEach, beforeEach, describe } from 'vitest';
import { describeAppend } from './journal-contract/append.js';
import { describeBind } from './journal-contract/bind.js';
import { describeFeeds } from './journal-contract/feeds.js';
import type { Given, JournalStore } from './journal-contract/given.js';
import { describePrune } from './journal-contract/prune.js';
import { describeReading } from './journal-contract/reading.js';
import { describeRevisions } from './journal-contract/revisions.js';
import { describeSharing } from './journal-contract/sharing.js';

/** Declares the tests that every journal passes. Each gets a store of its own. */
export function describeJournal(name: string, createStore: () => Promise<JournalStore>): void {
  describe(`journal contract: ${name}`, () => {
    const given = {
      createStore,
      async reopen() {
        await given.journal.close();
        given.journal = await given.store.open();
      },
    } as Given;

    beforeEach(async () => {
      given.store = await createStore();
      given.journal = await given.store.open();
    });

    afterEach(async () => {
      await given.journal.close();
      await given.store.remove();
    });

    describeAppend(given);
    describeRevisions(given);
    describeBind(given);
    describeReading(given);
    describeFeeds(given);
    describePrune(given);
    describeSharing(given);
  });
}
