// The contract of a journal: retention.
import { beforeEach, describe, expect, it } from 'vitest';
import { makeEvent, makeEvents } from '../event-fixtures.js';
import { collect, deliver, EVERYTHING, fill, type Given, NOW } from './given.js';

export function describePrune(given: Given): void {
  describe('prune', () => {
    beforeEach(async () => {
      await fill(given.journal, makeEvents(10));
      await fill(given.journal, makeEvents(10, 800_001), { now: NOW + 1000 });
    });
    const keys = async () => (await given.journal.read(0, EVERYTHING)).map((event) => event.position);

    it('removes bodies stored before, and still recognises a repeat', async () => {
      expect(await given.journal.prune(NOW + 1, 0)).toEqual({ removed: 10, heldBy: null });
      expect(await keys()).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
      expect(await fill(given.journal, makeEvents(10))).toEqual({ stored: 0, repeated: 10, revised: 0 });
      expect(await collect(given.journal.search({ limit: 100 }))).toHaveLength(10);
      expect(await given.journal.positionAt(0)).toBe(11);
      await given.journal.checkIntegrity();
    });

    it('forgets keys of events that happened before keysBefore', async () => {
      const middle = makeEvent({ id: 700_005 }).time ?? 0;
      await given.journal.prune(NOW + 1, 0);
      await given.journal.prune(NOW + 1, middle);
      expect(await fill(given.journal, makeEvents(10))).toMatchObject({ stored: 4, repeated: 6 });
      expect(await given.journal.head()).toBe(24);
      await given.journal.checkIntegrity();
    });

    it('gives no position twice when everything is gone', async () => {
      await given.journal.prune(NOW + 10_000, NOW + 10_000);
      expect(await keys()).toEqual([]);
      expect([await given.journal.head(), await given.journal.positionAt(0)]).toEqual([20, 21]);
      await given.reopen();
      await fill(given.journal, [makeEvent({ id: 1 })]);
      expect(await keys()).toEqual([21]);
      await given.journal.checkIntegrity();
    });

    it('is held by the slowest feed in use, and by none that was dropped', async () => {
      for (const [name, position] of [
        ['fast', 20],
        ['slow', 4],
        ['gone', 1],
      ] as const) {
        await given.journal.openFeed(name, position);
      }
      await given.journal.keepFeeds(['fast', 'slow'], NOW);
      expect(await given.journal.prune(NOW + 1, 0)).toEqual({ removed: 4, heldBy: 'slow' });
      expect((await keys())[0]).toBe(5);
      await deliver(given.journal, 'slow', 10, 6);
      expect(await given.journal.prune(NOW + 1, 0)).toEqual({ removed: 6, heldBy: null });
    });
  });
}
