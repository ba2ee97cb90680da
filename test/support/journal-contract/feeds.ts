// The contract of a journal: feeds, acknowledgements, dead letters and replays.
import { describe, expect, it } from 'vitest';
import { makeEvents } from '../event-fixtures.js';
import { deliver, fill, type Given, NOW } from './given.js';

export function describeFeeds(given: Given): void {
  describe('feeds', () => {
    it('begins a new feed where it is told, and counts what lies before as skipped', async () => {
      await fill(given.journal, makeEvents(4));
      expect(await given.journal.openFeed('archive', 3)).toEqual({
        name: 'archive',
        position: 3,
        open: null,
        resume: null,
        counts: { delivered: 0, filtered: 0, skipped: 3, deadLettered: 0, replayed: 0 },
        health: null,
        replayUntil: 0,
        droppedAt: null,
      });
      expect(await given.journal.openFeed('archive', 0)).toMatchObject({ position: 3 });
      expect(await given.journal.openFeed('eager', 99)).toMatchObject({
        position: 4,
        counts: { skipped: 4 },
      });
    });

    it('moves on by acknowledgement, and remembers all of it', async () => {
      await fill(given.journal, makeEvents(10));
      await given.journal.openFeed('archive', 0);
      await given.journal.recordBatch('archive', { after: 0, to: 6 });
      expect(await given.journal.feeds()).toMatchObject([{ position: 0, open: { after: 0, to: 6 } }]);
      const deadLetters = [{ position: 4, reason: 'too long' }];
      const counts = { delivered: 3, filtered: 1, skipped: 1 };
      const resume = { file: 'a', bytes: 17 };
      await given.journal.acknowledge({
        feed: 'archive',
        position: 6,
        resume,
        ...counts,
        deadLetters,
        now: NOW,
      });
      await given.reopen();
      expect(await given.journal.openFeed('archive', 0)).toMatchObject({
        position: 6,
        open: null,
        resume,
        counts: { ...counts, deadLettered: 1, replayed: 0 },
      });
      expect(await given.journal.deadLetters()).toEqual([
        { feed: 'archive', position: 4, reason: 'too long', at: NOW },
      ]);
    });

    it('goes on under another name, with everything that belongs to it', async () => {
      await fill(given.journal, makeEvents(10));
      await given.journal.openFeed('archive', 0);
      const deadLetters = [{ position: 2, reason: 'too long' }];
      const counts = { delivered: 3, filtered: 0, skipped: 0 };
      await given.journal.acknowledge({
        feed: 'archive',
        position: 4,
        resume: 7,
        ...counts,
        deadLetters,
        now: NOW,
      });
      await given.journal.renameFeed('archive', 'lake');
      expect(await given.journal.feeds()).toMatchObject([
        { name: 'lake', position: 4, resume: 7, counts: { delivered: 3, deadLettered: 1 } },
      ]);
      expect(await given.journal.deadLetters('lake')).toMatchObject([{ feed: 'lake', position: 2 }]);
    });

    it('renames nothing that is not there, and over nothing that is', async () => {
      await given.journal.openFeed('archive', 0);
      await given.journal.openFeed('lake', 0);
      await given.journal.renameFeed('archive', 'lake');
      await given.journal.renameFeed('nobody', 'somebody');
      expect((await given.journal.feeds()).map(({ name }) => name)).toEqual(['archive', 'lake']);
    });

    it('accepts no acknowledgement that leaves an event unaccounted for', async () => {
      await fill(given.journal, makeEvents(10));
      await given.journal.openFeed('archive', 0);
      await expect(deliver(given.journal, 'archive', 6, 5)).rejects.toThrow(/accounts for 5/);
      expect(await given.journal.feeds()).toMatchObject([{ position: 0, counts: { delivered: 0 } }]);
    });

    it('lists dead letters newest first, of one feed or of all', async () => {
      await fill(given.journal, makeEvents(4));
      for (const feed of ['a', 'b']) {
        await given.journal.openFeed(feed, 0);
        const deadLetters = [1, 2].map((position) => ({ position, reason: feed }));
        const none = { delivered: 0, filtered: 0, skipped: 0 };
        await given.journal.acknowledge({ feed, position: 2, resume: null, ...none, deadLetters, now: NOW });
      }
      expect((await given.journal.deadLetters('b')).map((letter) => letter.position)).toEqual([2, 1]);
      expect(await given.journal.deadLetters()).toHaveLength(4);
      expect((await given.journal.deadLetters(undefined, 3)).map((letter) => letter.position)).toEqual([
        2, 2, 1,
      ]);
    });

    it('replays without disturbing the balance', async () => {
      await fill(given.journal, makeEvents(10));
      await given.journal.openFeed('archive', 0);
      const deadLetters = [{ position: 8, reason: 'no' }];
      const counts = { delivered: 6, filtered: 1, skipped: 0 };
      await given.journal.acknowledge({
        feed: 'archive',
        position: 8,
        resume: 'x',
        ...counts,
        deadLetters,
        now: NOW,
      });
      await given.journal.rewindFeed('archive', 2);
      expect(await given.journal.feeds()).toMatchObject([{ position: 2, replayUntil: 8, resume: 'x' }]);
      await deliver(given.journal, 'archive', 5, 3);
      await given.journal.rewindFeed('archive', 1);
      expect(await given.journal.feeds()).toMatchObject([{ position: 1, replayUntil: 8 }]);
      await expect(deliver(given.journal, 'archive', 9, 8)).rejects.toThrow(/across the end of its replay/);
      await deliver(given.journal, 'archive', 8, 7);
      await deliver(given.journal, 'archive', 10, 2);
      expect(await given.journal.feeds()).toMatchObject([
        {
          position: 10,
          replayUntil: 0,
          counts: { delivered: 8, filtered: 1, deadLettered: 1, replayed: 10 },
        },
      ]);
      expect(await given.journal.deadLetters()).toEqual([]);
      await given.journal.checkIntegrity();
    });

    it('does not rewind forwards, and keeps an open batch on record', async () => {
      await fill(given.journal, makeEvents(10));
      await given.journal.openFeed('archive', 5);
      await given.journal.recordBatch('archive', { after: 5, to: 9 });
      await given.journal.rewindFeed('archive', 7);
      expect(await given.journal.feeds()).toMatchObject([{ position: 5, replayUntil: 0 }]);
      await given.journal.rewindFeed('archive', 2);
      expect(await given.journal.feeds()).toMatchObject([
        { position: 2, replayUntil: 5, open: { after: 5, to: 9 } },
      ]);
    });

    it('knows which feeds are in use', async () => {
      await given.journal.openFeed('a', 0);
      await given.journal.openFeed('b', 0);
      await given.journal.keepFeeds(['b'], NOW);
      await given.journal.keepFeeds(['b'], NOW + 5);
      expect((await given.journal.feeds()).map((feed) => [feed.name, feed.droppedAt])).toEqual([
        ['a', NOW],
        ['b', null],
      ]);
      await given.journal.keepFeeds(['a', 'b'], NOW + 9);
      expect((await given.journal.feeds()).map((feed) => feed.droppedAt)).toEqual([null, null]);
    });

    it.each([
      ['recordBatch', () => given.journal.recordBatch('ghost', { after: 0, to: 1 })],
      ['acknowledge', () => deliver(given.journal, 'ghost', 1, 1)],
      ['rewindFeed', () => given.journal.rewindFeed('ghost', 0)],
      ['setFeedHealth', () => given.journal.setFeedHealth('ghost', 'x')],
    ])('refuses a feed that it does not know: %s', async (_, use) => {
      await expect(use()).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('ghost'),
      });
    });
  });
}
