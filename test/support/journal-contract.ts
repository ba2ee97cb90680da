// What every journal promises, whatever it is built on. `describeJournal` is called once for each implementation.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Append,
  Journal,
  JournalReader,
  StoredEvent,
  WorkspaceBinding,
} from '../../src/journal/journal.js';
import { makeEvent, makeEvents, parseEvent } from './event-fixtures.js';

/** One empty store, made for one test. */
export interface JournalStore {
  open(): Promise<Journal>;
  openReader(): Promise<JournalReader>;
  remove(): Promise<void>;
}

export const NOW = Date.UTC(2026, 5, 1);
export const BINDING: WorkspaceBinding = {
  name: 'harbour-prod',
  baseUrl: 'https://app.eu.workato.com',
  endpoint: 'direct',
  token: 'token-of-harbour-prod',
};
const EVERYTHING = { events: 10_000, bytes: 1e9 };

/** Binds the usual workspace and appends `events` to it. */
export async function fill(journal: Journal, events: Append['events'], more: Partial<Append> = {}) {
  const { key } = await journal.bind(BINDING, [BINDING.name]);
  return journal.append({ workspaceKey: key, events, cursor: null, now: NOW, ...more });
}

async function collect(found: AsyncIterable<StoredEvent>): Promise<string[]> {
  const keys: string[] = [];
  for await (const event of found) keys.push(event.key);
  return keys;
}

function deliver(journal: Journal, feed: string, position: number, delivered: number) {
  return journal.acknowledge({
    feed,
    position,
    resume: { at: position },
    delivered,
    filtered: 0,
    skipped: 0,
    deadLetters: [],
    now: NOW,
  });
}

export function describeJournal(name: string, createStore: () => Promise<JournalStore>): void {
  describe(`journal contract: ${name}`, () => {
    let store: JournalStore;
    let journal: Journal;

    beforeEach(async () => {
      store = await createStore();
      journal = await store.open();
    });

    afterEach(async () => {
      await journal.close();
      await store.remove();
    });

    const reopen = async () => {
      await journal.close();
      journal = await store.open();
    };

    describe('append', () => {
      it('gives positions 1, 2, 3 … in the order of the events, and keeps every byte', async () => {
        const odd = parseEvent('{"id":90071992547409931, "b": 1.50,\n"a":"\\ud83d\\ude80 ü", "id2": 1e400}');
        const events = [makeEvent({ id: 12 }), odd, makeEvent({ id: 11 })];
        expect(await fill(journal, events)).toEqual({ stored: 3, repeated: 0, revised: 0 });
        const read = await journal.read(0, EVERYTHING);
        expect(read.map((event) => [event.position, event.key])).toEqual([
          [1, '12'],
          [2, '90071992547409931'],
          [3, '11'],
        ]);
        expect(read.map((event) => Buffer.from(event.raw))).toEqual(
          events.map((event) => Buffer.from(event.raw)),
        );
        expect(await journal.head()).toBe(3);
      });

      it('reads back what was read from the record', async () => {
        await fill(journal, [makeEvent({ id: 5, timestamp: '2026-02-03 04:05:06 UTC' })]);
        const [event] = await journal.read(0, EVERYTHING);
        expect(event).toMatchObject({
          position: 1,
          workspace: BINDING.name,
          baseUrl: BINDING.baseUrl,
          key: '5',
          time: Date.UTC(2026, 1, 3, 4, 5, 6),
          firstSeen: NOW,
          type: 'recipe_started',
          user: 'mina.okafor@harbour.example',
          resourceType: 'Recipe',
        });
      });

      it('stores an event once, and burns no position on repeats', async () => {
        await fill(journal, makeEvents(3));
        expect(await fill(journal, [...makeEvents(5), ...makeEvents(2)])).toEqual({
          stored: 2,
          repeated: 5,
          revised: 0,
        });
        await fill(journal, [makeEvent({ id: 42 })]);
        const positions = (await journal.read(0, EVERYTHING)).map((event) => event.position);
        expect(positions).toEqual([1, 2, 3, 4, 5, 6]);
        const { counts } = await journal.workspace(1);
        expect(counts).toMatchObject({ received: 11, stored: 6, repeated: 5, revised: 0 });
      });

      it('tells keys apart that only look alike', async () => {
        const keys = [
          '7',
          '07',
          '7.0',
          '+7',
          '7e0',
          ' 7',
          '9007199254740993',
          '9007199254740992',
          '123456789012345678901',
        ];
        const odd = ['', 'A', 'a', 'x\u0000y', 'x\u0000z', '\ud800', '\udbff', '\ufffd', 'ü', 'u\u0308'];
        const events = [...keys, ...odd].map((key) => ({ ...makeEvent(), key }));
        expect(await fill(journal, events)).toMatchObject({ stored: events.length });
        expect(await fill(journal, events)).toMatchObject({ stored: 0, repeated: events.length });
        const read = await journal.read(0, EVERYTHING);
        expect(read.map((event) => event.key)).toEqual([...keys, ...odd]);
      });

      it('keeps the same id of two workspaces apart', async () => {
        await fill(journal, [makeEvent({ id: 1 })]);
        const other = await journal.bind({ ...BINDING, name: 'other', token: 'another token' }, [
          'other',
          BINDING.name,
        ]);
        const append = { workspaceKey: other.key, events: [makeEvent({ id: 1 })], cursor: null, now: NOW };
        expect(await journal.append(append)).toMatchObject({ stored: 1, repeated: 0 });
      });

      it('stores the cursor with the events, and both survive closing', async () => {
        const cursor = { mark: 17, windows: [{ from: 1, to: null }], note: 'ü' };
        await fill(journal, makeEvents(2), { cursor, newWorkspaceIds: ['5100042'] });
        await reopen();
        expect(await journal.workspaces()).toMatchObject([
          { name: BINDING.name, cursor, workspaceIds: ['5100042'], counts: { stored: 2 } },
        ]);
        expect(await journal.head()).toBe(2);
      });

      it('does all or nothing', async () => {
        await fill(journal, makeEvents(1), { cursor: 'before' });
        const failing = fill(journal, makeEvents(5), {
          cursor: 'after',
          lateness: (event) => {
            if (event.id === '700004') throw new Error('in the middle');
            return { lateByMs: 1, beyondLookback: false };
          },
        });
        await expect(failing).rejects.toThrow('in the middle');
        const [workspace] = await journal.workspaces();
        expect(workspace).toMatchObject({ cursor: 'before', counts: { received: 1, stored: 1, late: 0 } });
        expect(await journal.head()).toBe(1);
        expect((await journal.lateness(1)).every((bucket) => bucket.count === 0)).toBe(true);
      });

      it('refuses a workspace that it does not know', async () => {
        const append = { workspaceKey: 99, events: makeEvents(1), cursor: null, now: NOW };
        await expect(journal.append(append)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
        expect(await journal.head()).toBe(0);
      });

      it('counts events without id or time, and knows the newest time', async () => {
        await fill(journal, [
          makeEvent({ id: null }),
          makeEvent({ id: 2, timestamp: 'yesterday' }),
          makeEvent({ id: 3, timestamp: '2026-03-01 00:00:00 UTC' }),
          makeEvent({ id: 4, timestamp: '2026-02-01 00:00:00 UTC' }),
        ]);
        const [workspace] = await journal.workspaces();
        expect(workspace?.counts).toMatchObject({ withoutId: 1, withoutTime: 1 });
        expect(workspace?.newestEventTime).toBe(Date.UTC(2026, 2, 1));
        await fill(journal, [makeEvent({ id: 5, timestamp: null })]);
        expect((await journal.workspace(1)).newestEventTime).toBe(Date.UTC(2026, 2, 1));
      });

      it('measures lateness of what it stores, and of nothing else', async () => {
        const minute = 60_000;
        const lateBy = [1, minute, minute + 1, 9 * minute, 8 * 24 * 60 * minute];
        const lateness = ({ id }: { id: string | null }) => {
          const lateByMs = lateBy[Number(id) - 700_001];
          return lateByMs === undefined ? null : { lateByMs, beyondLookback: lateByMs > 8 * minute };
        };
        await fill(journal, makeEvents(7), { lateness });
        await fill(journal, makeEvents(7), { lateness });
        const [workspace] = await journal.workspaces();
        expect(workspace?.counts).toMatchObject({ late: 5, beyondLookback: 2 });
        const buckets = await journal.lateness(1);
        expect(buckets.filter((bucket) => bucket.count > 0)).toEqual([
          { upToMs: minute, count: 2 },
          { upToMs: 2 * minute, count: 1 },
          { upToMs: 10 * minute, count: 1 },
          { upToMs: null, count: 1 },
        ]);
        expect(buckets.at(-1)?.upToMs).toBeNull();
      });
    });

    describe('revisions', () => {
      const body =
        '{"id":1,"timestamp":"2026-01-01 00:00:00 UTC","a":{"x":1,"y":[1,2]},"n":10000000000000000001}';
      const appendBody = (text: string) => fill(journal, [parseEvent(text)]);

      it.each([
        [
          'blanks',
          '{ "id":1, "timestamp":"2026-01-01 00:00:00 UTC",\n"a":{"x":1,"y":[1,2]},"n":10000000000000000001 }',
        ],
        [
          'the order of members',
          '{"n":10000000000000000001,"a":{"y":[1,2],"x":1},"timestamp":"2026-01-01 00:00:00 UTC","id":1}',
        ],
        [
          'escapes',
          '{"\\u0069d":1,"timestamp":"2026-01-01 00:00:00 \\u0055TC","a":{"x":1,"y":[1,2]},"n":10000000000000000001}',
        ],
      ])('does not mind %s', async (_, repeat) => {
        await appendBody(body);
        expect(await appendBody(repeat)).toEqual({ stored: 0, repeated: 1, revised: 0 });
      });

      it.each([
        ['the last digit of a big number', body.replace('0001}', '0002}')],
        ['the order of elements', body.replace('[1,2]', '[2,1]')],
        ['a type', body.replace('"x":1', '"x":"1"')],
        ['a member that is gone', body.replace('"x":1,', '')],
        ['nesting', body.replace('[1,2]', '[[1],2]')],
      ])('sees a change in %s', async (_, repeat) => {
        await appendBody(body);
        expect(await appendBody(repeat)).toEqual({ stored: 0, repeated: 1, revised: 1 });
        const [event] = await journal.read(0, EVERYTHING);
        expect(Buffer.from(event?.raw ?? []).toString()).toBe(body);
      });

      it('counts a revision once, and the original that comes back not at all', async () => {
        const variants = [2, 3, 4, 5, 6, 7, 8].map((x) => body.replace('"x":1', `"x":${x}`));
        await appendBody(body);
        for (const variant of variants) expect(await appendBody(variant)).toMatchObject({ revised: 1 });
        expect(await appendBody(variants[6] ?? '')).toMatchObject({ revised: 0 });
        expect(await appendBody(variants[0] ?? '')).toMatchObject({ revised: 0 });
        expect(await appendBody(body)).toMatchObject({ revised: 0 });
        const [workspace] = await journal.workspaces();
        expect(workspace?.counts).toMatchObject({ received: 11, stored: 1, repeated: 10, revised: 7 });
        expect(await journal.head()).toBe(1);
      });
    });

    describe('bind', () => {
      it('finds the same workspace again, by name, with whatever token', async () => {
        const first = await journal.bind(BINDING, [BINDING.name]);
        await reopen();
        const again = await journal.bind({ ...BINDING, token: 'rotated' }, [BINDING.name]);
        expect(again).toMatchObject({ key: first.key, name: BINDING.name, cursor: null, workspaceIds: [] });
      });

      it('takes an unknown name with a known token for a renamed workspace', async () => {
        await fill(journal, makeEvents(2), { cursor: 'here' });
        await reopen();
        const renamed = await journal.bind({ ...BINDING, name: 'harbour' }, ['harbour']);
        expect(renamed).toMatchObject({ key: 1, name: 'harbour', cursor: 'here', counts: { stored: 2 } });
        const [event] = await journal.read(0, EVERYTHING);
        expect(event?.workspace).toBe('harbour');
      });

      it('makes a new workspace for a known token at another endpoint or base URL', async () => {
        await journal.bind({ ...BINDING, endpoint: 'EA1' }, ['a', 'b', 'c']);
        const second = await journal.bind({ ...BINDING, name: 'b', endpoint: 'EA2' }, ['a', 'b', 'c']);
        const third = await journal.bind({ ...BINDING, name: 'c', baseUrl: 'https://www.workato.com' }, [
          'a',
          'b',
          'c',
        ]);
        expect([second.key, third.key]).toEqual([2, 3]);
      });

      it.each([
        ['base URL', { baseUrl: 'https://app.jp.workato.com' }],
        ['endpoint', { endpoint: 'EA2300' }],
      ])('refuses a known name whose %s is another one', async (_, change) => {
        await fill(journal, makeEvents(1), { cursor: 'here' });
        const refused = journal.bind({ ...BINDING, ...change }, [BINDING.name]);
        await expect(refused).rejects.toMatchObject({
          code: 'CONFIG_INVALID',
          message: expect.stringContaining(BINDING.name),
          hint: expect.stringMatching(/another name or another journal/),
        });
        expect(await journal.workspaces()).toHaveLength(1);
      });

      it('lets a base URL be corrected before the first answer', async () => {
        await journal.bind({ ...BINDING, baseUrl: 'https://www.workato.com' }, [BINDING.name]);
        expect(await journal.bind(BINDING, [BINDING.name])).toMatchObject({
          key: 1,
          baseUrl: BINDING.baseUrl,
        });
      });

      it('refuses two entries with one token, base URL and endpoint', async () => {
        await journal.bind(BINDING, [BINDING.name, 'twin']);
        await expect(
          journal.bind({ ...BINDING, name: 'twin' }, [BINDING.name, 'twin']),
        ).rejects.toMatchObject({
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(/harbour-prod.*twin/),
        });
      });

      it('refuses two entries that show events of one workspace, and stores nothing of the second', async () => {
        await fill(journal, makeEvents(1), { newWorkspaceIds: ['5100042'] });
        const { key } = await journal.bind({ ...BINDING, name: 'twin', token: 'second token' }, [
          BINDING.name,
          'twin',
        ]);
        const append = {
          workspaceKey: key,
          events: makeEvents(3),
          cursor: 'x',
          now: NOW,
          newWorkspaceIds: ['5100042'],
        };
        await expect(journal.append(append)).rejects.toMatchObject({
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(/twin.*harbour-prod.*same workspace/),
        });
        expect(await journal.head()).toBe(1);
        expect(await journal.workspace(key)).toMatchObject({ cursor: null, counts: { received: 0 } });
      });

      it('lets one workspace id stand at two base URLs', async () => {
        await fill(journal, makeEvents(1), { newWorkspaceIds: ['5100042'] });
        const elsewhere = { ...BINDING, name: 'us', baseUrl: 'https://www.workato.com' };
        const { key } = await journal.bind(elsewhere, [BINDING.name, 'us']);
        const append = {
          workspaceKey: key,
          events: makeEvents(1),
          cursor: null,
          now: NOW,
          newWorkspaceIds: ['5100042'],
        };
        expect(await journal.append(append)).toMatchObject({ stored: 1 });
      });

      it('names no token', async () => {
        await journal.bind(BINDING, [BINDING.name]);
        expect(journal.hashToken(BINDING.token)).toMatch(/^[0-9a-f]{64}$/);
        expect(journal.hashToken(BINDING.token)).not.toBe(journal.hashToken(`${BINDING.token} `));
        expect(JSON.stringify(await journal.workspaces())).not.toContain(BINDING.token);
        const reader = await store.openReader();
        expect(reader.hashToken(BINDING.token)).toBe(journal.hashToken(BINDING.token));
        await reader.close();
      });
    });

    describe('read', () => {
      beforeEach(() => fill(journal, makeEvents(10)));
      const positions = async (after: number, limit: { events: number; bytes: number }) =>
        (await journal.read(after, limit)).map((event) => event.position);

      it('starts after a position and ends at either limit', async () => {
        const size = makeEvent().raw.byteLength;
        expect(await positions(0, { events: 3, bytes: 1e6 })).toEqual([1, 2, 3]);
        expect(await positions(8, { events: 30, bytes: 1e6 })).toEqual([9, 10]);
        expect(await positions(10, { events: 30, bytes: 1e6 })).toEqual([]);
        expect(await positions(0, { events: 30, bytes: 3 * size })).toEqual([1, 2, 3]);
        expect(await positions(0, { events: 30, bytes: 3 * size - 1 })).toEqual([1, 2]);
        expect(await positions(4, { events: 30, bytes: 1 })).toEqual([5]);
      });

      it('finds the position at which a time of storing begins', async () => {
        await fill(journal, makeEvents(5, 800_001), { now: NOW + 1000 });
        expect(await journal.positionAt(0)).toBe(1);
        expect(await journal.positionAt(NOW)).toBe(1);
        expect(await journal.positionAt(NOW + 1)).toBe(11);
        expect(await journal.positionAt(NOW + 1001)).toBe(16);
      });
    });

    describe('search', () => {
      const at = (id: number, second: number, more = {}) =>
        makeEvent({ id, timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(), ...more });
      const T0 = Date.UTC(2026, 0, 1);
      const search = (question: Partial<Parameters<JournalReader['search']>[0]> = {}) =>
        collect(journal.search({ limit: 100, ...question }));

      it('answers newest first, by event time, those without a time last', async () => {
        await fill(journal, [
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
        await fill(journal, [at(1, 10), at(2, 20), at(3, 30), makeEvent({ id: 4, timestamp: null })]);
        expect(await search({ since: T0 + 20_000 })).toEqual(['3', '2']);
        expect(await search({ until: T0 + 20_000 })).toEqual(['1']);
        expect(await search({ since: T0 + 10_000, until: T0 + 30_000 })).toEqual(['2', '1']);
      });

      it('filters by type, resource and workspace', async () => {
        await fill(journal, [
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
        await fill(journal, [
          at(1, 1),
          at(2, 2, { user: null }),
          at(3, 3, { user: { name: 'Somebody', id: 2 } }),
        ]);
        expect(await search({ user })).toEqual(['1']);
      });

      it('goes on over many pieces while events come in, and misses none that was there', async () => {
        const second = (index: number) => Math.floor(index / 700);
        const many = Array.from({ length: 2100 }, (_, index) => at(index + 1, second(index)));
        await fill(journal, many);
        const found: string[] = [];
        for await (const event of journal.search({ limit: 10_000 })) {
          found.push(event.key);
          if (found.length % 500 === 0) await fill(journal, [at(100_000 + found.length, 59)]);
        }
        expect(found).toEqual(many.map((event) => event.key).reverse());
      });
    });

    describe('feeds', () => {
      it('begins a new feed where it is told, and counts what lies before as skipped', async () => {
        await fill(journal, makeEvents(4));
        expect(await journal.openFeed('archive', 3)).toEqual({
          name: 'archive',
          position: 3,
          open: null,
          resume: null,
          counts: { delivered: 0, filtered: 0, skipped: 3, deadLettered: 0, replayed: 0 },
          health: null,
          replayUntil: 0,
          droppedAt: null,
        });
        expect(await journal.openFeed('archive', 0)).toMatchObject({ position: 3 });
        expect(await journal.openFeed('eager', 99)).toMatchObject({ position: 4, counts: { skipped: 4 } });
      });

      it('moves on by acknowledgement, and remembers all of it', async () => {
        await fill(journal, makeEvents(10));
        await journal.openFeed('archive', 0);
        await journal.recordBatch('archive', { after: 0, to: 6 });
        expect(await journal.feeds()).toMatchObject([{ position: 0, open: { after: 0, to: 6 } }]);
        const deadLetters = [{ position: 4, reason: 'too long' }];
        const counts = { delivered: 3, filtered: 1, skipped: 1 };
        const resume = { file: 'a', bytes: 17 };
        await journal.acknowledge({ feed: 'archive', position: 6, resume, ...counts, deadLetters, now: NOW });
        await reopen();
        expect(await journal.openFeed('archive', 0)).toMatchObject({
          position: 6,
          open: null,
          resume,
          counts: { ...counts, deadLettered: 1, replayed: 0 },
        });
        expect(await journal.deadLetters()).toEqual([
          { feed: 'archive', position: 4, reason: 'too long', at: NOW },
        ]);
      });

      it('accepts no acknowledgement that leaves an event unaccounted for', async () => {
        await fill(journal, makeEvents(10));
        await journal.openFeed('archive', 0);
        await expect(deliver(journal, 'archive', 6, 5)).rejects.toThrow(/accounts for 5/);
        expect(await journal.feeds()).toMatchObject([{ position: 0, counts: { delivered: 0 } }]);
      });

      it('lists dead letters newest first, of one feed or of all', async () => {
        await fill(journal, makeEvents(4));
        for (const feed of ['a', 'b']) {
          await journal.openFeed(feed, 0);
          const deadLetters = [1, 2].map((position) => ({ position, reason: feed }));
          const none = { delivered: 0, filtered: 0, skipped: 0 };
          await journal.acknowledge({ feed, position: 2, resume: null, ...none, deadLetters, now: NOW });
        }
        expect((await journal.deadLetters('b')).map((letter) => letter.position)).toEqual([2, 1]);
        expect(await journal.deadLetters()).toHaveLength(4);
        expect((await journal.deadLetters(undefined, 3)).map((letter) => letter.position)).toEqual([2, 2, 1]);
      });

      it('replays without disturbing the balance', async () => {
        await fill(journal, makeEvents(10));
        await journal.openFeed('archive', 0);
        const deadLetters = [{ position: 8, reason: 'no' }];
        const counts = { delivered: 6, filtered: 1, skipped: 0 };
        await journal.acknowledge({
          feed: 'archive',
          position: 8,
          resume: 'x',
          ...counts,
          deadLetters,
          now: NOW,
        });
        await journal.rewindFeed('archive', 2);
        expect(await journal.feeds()).toMatchObject([{ position: 2, replayUntil: 8, resume: 'x' }]);
        await deliver(journal, 'archive', 5, 3);
        await journal.rewindFeed('archive', 1);
        expect(await journal.feeds()).toMatchObject([{ position: 1, replayUntil: 8 }]);
        await expect(deliver(journal, 'archive', 9, 8)).rejects.toThrow(/across the end of its replay/);
        await deliver(journal, 'archive', 8, 7);
        await deliver(journal, 'archive', 10, 2);
        expect(await journal.feeds()).toMatchObject([
          {
            position: 10,
            replayUntil: 0,
            counts: { delivered: 8, filtered: 1, deadLettered: 1, replayed: 10 },
          },
        ]);
        expect(await journal.deadLetters()).toEqual([]);
        await journal.checkIntegrity();
      });

      it('does not rewind forwards, and keeps an open batch on record', async () => {
        await fill(journal, makeEvents(10));
        await journal.openFeed('archive', 5);
        await journal.recordBatch('archive', { after: 5, to: 9 });
        await journal.rewindFeed('archive', 7);
        expect(await journal.feeds()).toMatchObject([{ position: 5, replayUntil: 0 }]);
        await journal.rewindFeed('archive', 2);
        expect(await journal.feeds()).toMatchObject([
          { position: 2, replayUntil: 5, open: { after: 5, to: 9 } },
        ]);
      });

      it('knows which feeds are in use', async () => {
        await journal.openFeed('a', 0);
        await journal.openFeed('b', 0);
        await journal.keepFeeds(['b'], NOW);
        await journal.keepFeeds(['b'], NOW + 5);
        expect((await journal.feeds()).map((feed) => [feed.name, feed.droppedAt])).toEqual([
          ['a', NOW],
          ['b', null],
        ]);
        await journal.keepFeeds(['a', 'b'], NOW + 9);
        expect((await journal.feeds()).map((feed) => feed.droppedAt)).toEqual([null, null]);
      });

      it.each([
        ['recordBatch', () => journal.recordBatch('ghost', { after: 0, to: 1 })],
        ['acknowledge', () => deliver(journal, 'ghost', 1, 1)],
        ['rewindFeed', () => journal.rewindFeed('ghost', 0)],
        ['setFeedHealth', () => journal.setFeedHealth('ghost', 'x')],
      ])('refuses a feed that it does not know: %s', async (_, use) => {
        await expect(use()).rejects.toMatchObject({
          code: 'CONFIG_INVALID',
          message: expect.stringContaining('ghost'),
        });
      });
    });

    describe('prune', () => {
      beforeEach(async () => {
        await fill(journal, makeEvents(10));
        await fill(journal, makeEvents(10, 800_001), { now: NOW + 1000 });
      });
      const keys = async () => (await journal.read(0, EVERYTHING)).map((event) => event.position);

      it('removes bodies stored before, and still recognises a repeat', async () => {
        expect(await journal.prune(NOW + 1, 0)).toEqual({ removed: 10, heldBy: null });
        expect(await keys()).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
        expect(await fill(journal, makeEvents(10))).toEqual({ stored: 0, repeated: 10, revised: 0 });
        expect(await collect(journal.search({ limit: 100 }))).toHaveLength(10);
        expect(await journal.positionAt(0)).toBe(11);
        await journal.checkIntegrity();
      });

      it('forgets keys of events that happened before keysBefore', async () => {
        const middle = makeEvent({ id: 700_005 }).time ?? 0;
        await journal.prune(NOW + 1, 0);
        await journal.prune(NOW + 1, middle);
        expect(await fill(journal, makeEvents(10))).toMatchObject({ stored: 4, repeated: 6 });
        expect(await journal.head()).toBe(24);
        await journal.checkIntegrity();
      });

      it('gives no position twice when everything is gone', async () => {
        await journal.prune(NOW + 10_000, NOW + 10_000);
        expect(await keys()).toEqual([]);
        expect([await journal.head(), await journal.positionAt(0)]).toEqual([20, 21]);
        await reopen();
        await fill(journal, [makeEvent({ id: 1 })]);
        expect(await keys()).toEqual([21]);
        await journal.checkIntegrity();
      });

      it('is held by the slowest feed in use, and by none that was dropped', async () => {
        for (const [name, position] of [
          ['fast', 20],
          ['slow', 4],
          ['gone', 1],
        ] as const) {
          await journal.openFeed(name, position);
        }
        await journal.keepFeeds(['fast', 'slow'], NOW);
        expect(await journal.prune(NOW + 1, 0)).toEqual({ removed: 4, heldBy: 'slow' });
        expect((await keys())[0]).toBe(5);
        await deliver(journal, 'slow', 10, 6);
        expect(await journal.prune(NOW + 1, 0)).toEqual({ removed: 6, heldBy: null });
      });
    });

    describe('requests', () => {
      it('remembers them for two minutes, each with a number, per token', async () => {
        for (const time of [0, 1000, 2000]) await journal.recordRequest('a', NOW + time);
        await journal.recordRequest('b', NOW + 3000);
        const all = await journal.requestsSince('a', 0);
        expect(all.map((request) => request.time)).toEqual([NOW, NOW + 1000, NOW + 2000]);
        const second = all[1]?.number ?? 0;
        expect((await journal.requestsSince('a', second)).map((request) => request.time)).toEqual([
          NOW + 2000,
        ]);
        await journal.recordRequest('b', NOW + 121_500);
        expect((await journal.requestsSince('a', 0)).map((request) => request.time)).toEqual([NOW + 2000]);
      });

      it('never uses a number twice', async () => {
        await journal.recordRequest('a', NOW);
        const [first] = await journal.requestsSince('a', 0);
        await journal.recordRequest('b', NOW + 600_000);
        await journal.recordRequest('b', NOW + 1_200_000);
        await reopen();
        await journal.recordRequest('a', NOW + 1_800_000.75);
        const [second] = await journal.requestsSince('a', 0);
        expect(second?.number).toBeGreaterThan(first?.number ?? 0);
      });

      it('still counts those of a clock that was set back', async () => {
        await journal.recordRequest('a', NOW + 3_600_000);
        await journal.recordRequest('a', NOW);
        expect(await journal.requestsSince('a', 0)).toHaveLength(2);
      });

      it('are seen by other readers, which may record some too', async () => {
        const reader = await store.openReader();
        await reader.recordRequest('a', NOW);
        await journal.recordRequest('a', NOW + 1);
        expect(await journal.requestsSince('a', 0)).toHaveLength(2);
        expect(await reader.requestsSince('a', 0)).toHaveLength(2);
        await reader.close();
      });
    });

    describe('orders, health, learnt', () => {
      it('hands orders of a reader to the collector, until they are finished', async () => {
        const reader = await store.openReader();
        const backfill = { kind: 'backfill', workspace: BINDING.name, from: 1, to: 2 } as const;
        const replay = { kind: 'replay', feed: 'archive', after: 7 } as const;
        const first = await reader.placeOrder(backfill, NOW);
        const second = await reader.placeOrder(replay, NOW + 1);
        await reader.close();
        expect(await journal.orders()).toEqual([
          { id: first, order: backfill, placedAt: NOW },
          { id: second, order: replay, placedAt: NOW + 1 },
        ]);
        await journal.finishOrder(first);
        await journal.finishOrder(first);
        expect((await journal.orders()).map((order) => order.id)).toEqual([second]);
        await journal.finishOrder(second);
        expect(await journal.placeOrder(replay, NOW)).toBeGreaterThan(second);
      });

      it('keeps health and what was learnt', async () => {
        const { key } = await journal.bind(BINDING, [BINDING.name]);
        await journal.openFeed('archive', 0);
        await journal.setHealth(key, { state: 'failing', since: 3 });
        await journal.setFeedHealth('archive', ['slow']);
        await journal.setLearnt('https://a direct', { order: 'newest first' });
        await reopen();
        expect((await journal.workspace(key)).health).toEqual({ state: 'failing', since: 3 });
        expect((await journal.feeds())[0]?.health).toEqual(['slow']);
        expect(await journal.learnt('https://a direct')).toEqual({ order: 'newest first' });
        expect(await journal.learnt('https://b direct')).toBeNull();
        await journal.setLearnt('https://a direct', null);
        expect(await journal.learnt('https://a direct')).toBeNull();
        await expect(journal.setHealth(77, null)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
        await expect(journal.workspace(77)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
      });
    });

    describe('the journal itself', () => {
      it('has an id of its own from its creation on', async () => {
        const { id } = journal;
        expect(id.length).toBeGreaterThanOrEqual(16);
        await reopen();
        expect(journal.id).toBe(id);
        const other = await createStore();
        const stranger = await other.open();
        expect(stranger.id).not.toBe(id);
        await stranger.close();
        await other.remove();
      });

      it('says who collects into it, and that nobody does', async () => {
        const reader = await store.openReader();
        expect(await reader.holder()).toMatchObject({ pid: process.pid, host: expect.any(String) });
        await journal.close();
        expect(await reader.holder()).toBeNull();
        await reader.close();
        journal = await store.open();
      });

      it('lets one collector in at a time', async () => {
        const second = store.open();
        await expect(second).rejects.toMatchObject({
          code: 'JOURNAL_LOCKED',
          message: expect.stringContaining(String(process.pid)),
        });
        await fill(journal, makeEvents(1));
        await expect(store.open()).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
      });

      it('grows, and says how large it is', async () => {
        const before = await journal.size();
        await fill(journal, makeEvents(500));
        expect(await journal.size()).toBeGreaterThan(before + 500 * makeEvent().raw.byteLength * 0.5);
      });

      it('is whole', async () => {
        await fill(journal, makeEvents(100));
        await journal.openFeed('archive', 10);
        await journal.checkIntegrity();
      });
    });
  });
}
