// The contract of a journal: reading by position, and searching.
import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalReader } from '../../../src/journal/journal.js';
import { makeEvent, makeEvents } from '../event-fixtures.js';
import { BINDING, collect, fill, type Given, NOW } from './given.js';

export function describeReading(given: Given): void {
  describe('read', () => {
    beforeEach(() => fill(given.journal, makeEvents(10)));
    const positions = async (after: number, limit: { events: number; bytes: number }) =>
      (await given.journal.read(after, limit)).map((event) => event.position);

    it('starts after a position and ends at either limit', async () => {
      const size = makeEvent().raw.byteLength;
      expect(await positions(0, { events: 3, bytes: 1e6 })).toEqual([1, 2, 3]);
      expect(await positions(8, { events: 30, bytes: 1e6 })).toEqual([9, 10]);
      expect(await positions(10, { events: 30, bytes: 1e6 })).toEqual([]);
      expect(await positions(0, { events: 30, bytes: 3 * size })).toEqual([1, 2, 3]);
      expect(await positions(0, { events: 30, bytes: 3 * size - 1 })).toEqual([1, 2]);
      expect(await positions(4, { events: 30, bytes: 1 })).toEqual([5]);
    });

    it('finds the events at given positions, where they are there', async () => {
      const found = async (...asked: number[]) =>
        (await given.journal.readAt(asked)).map((event) => event.position);
      expect(await found(7, 2, 2, 99)).toEqual([2, 7]);
      expect(await found()).toEqual([]);
      expect(await given.journal.readAt([5])).toEqual(await given.journal.read(4, { events: 1, bytes: 1 }));
    });

    it('finds the position at which a time of storing begins', async () => {
      await fill(given.journal, makeEvents(5, 800_001), { now: NOW + 1000 });
      expect(await given.journal.positionAt(0)).toBe(1);
      expect(await given.journal.positionAt(NOW)).toBe(1);
      expect(await given.journal.positionAt(NOW + 1)).toBe(11);
      expect(await given.journal.positionAt(NOW + 1001)).toBe(16);
    });
  });

  describe('search', () => {
    const at = (id: number, second: number, more = {}) =>
      makeEvent({ id, timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(), ...more });
    const T0 = Date.UTC(2026, 0, 1);
    const search = (question: Partial<Parameters<JournalReader['search']>[0]> = {}) =>
      collect(given.journal.search({ limit: 100, ...question }));

    it('answers newest first, by event time, those without a time last', async () => {
      await fill(given.journal, [
        at(1, 10),
        makeEvent({ id: 2, timestamp: null }),
        at(3, 30),
        at(4, 20),
        at(5, 30),
      ]);
      expect(await search()).toEqual(['5', '3', '4', '1', '2']);
      expect(await search({ limit: 2 })).toEqual(['5', '3']);
      expect(await search({ limit: 0 })).toEqual([]);
    });

    it('takes since as inclusive and until as exclusive', async () => {
      await fill(given.journal, [at(1, 10), at(2, 20), at(3, 30), makeEvent({ id: 4, timestamp: null })]);
      expect(await search({ since: T0 + 20_000 })).toEqual(['3', '2']);
      expect(await search({ until: T0 + 20_000 })).toEqual(['1']);
      expect(await search({ since: T0 + 10_000, until: T0 + 30_000 })).toEqual(['2', '1']);
    });

    it('filters by type, resource and workspace', async () => {
      await fill(given.journal, [
        at(1, 1, { event_type: 'user_login', resource: { type: 'User' } }),
        at(2, 2),
        at(3, 3, { event_type: 'user_login', resource: null }),
      ]);
      expect(await search({ type: 'user_login' })).toEqual(['3', '1']);
      expect(await search({ resourceType: 'User' })).toEqual(['1']);
      expect(await search({ resourceType: 'Recipe', type: 'user_login' })).toEqual([]);
      expect(await search({ workspace: BINDING.name })).toEqual(['3', '2', '1']);
      expect(await search({ workspace: 'nobody' })).toEqual([]);
    });

    it.each(['MINA.OKAFOR@harbour.example', 'mina okafor', '81234'])('finds a user as %s', async (user) => {
      await fill(given.journal, [
        at(1, 1),
        at(2, 2, { user: null }),
        at(3, 3, { user: { name: 'Somebody', id: 2 } }),
      ]);
      expect(await search({ user })).toEqual(['1']);
    });

    it('goes on over many pieces while events come in, and misses none that was there', async () => {
      const second = (index: number) => Math.floor(index / 700);
      const many = Array.from({ length: 2100 }, (_, index) => at(index + 1, second(index)));
      await fill(given.journal, many);
      const found: string[] = [];
      for await (const event of given.journal.search({ limit: 10_000 })) {
        found.push(event.key);
        if (found.length % 500 === 0) await fill(given.journal, [at(100_000 + found.length, 59)]);
      }
      expect(found).toEqual(many.map((event) => event.key).reverse());
    });
  });
}
