// The contract of a journal: what a page becomes: positions, ledger, cursor, lateness.
import { describe, expect, it } from 'vitest';
import { makeEvent, makeEvents, parseEvent } from '../event-fixtures.js';
import { BINDING, EVERYTHING, fill, type Given, NOW } from './given.js';

export function describeAppend(given: Given): void {
  describe('append', () => {
    it('gives positions 1, 2, 3 … in the order of the events, and keeps every byte', async () => {
      const odd = parseEvent('{"id":90071992547409931, "b": 1.50,\n"a":"\\ud83d\\ude80 ü", "id2": 1e400}');
      const events = [makeEvent({ id: 12 }), odd, makeEvent({ id: 11 })];
      expect(await fill(given.journal, events)).toEqual({ stored: 3, repeated: 0, revised: 0 });
      const read = await given.journal.read(0, EVERYTHING);
      expect(read.map((event) => [event.position, event.key])).toEqual([
        [1, '12'],
        [2, '90071992547409931'],
        [3, '11'],
      ]);
      expect(read.map((event) => Buffer.from(event.raw))).toEqual(
        events.map((event) => Buffer.from(event.raw)),
      );
      expect(await given.journal.head()).toBe(3);
    });

    it('reads back what was read from the record', async () => {
      await fill(given.journal, [makeEvent({ id: 5, timestamp: '2026-02-03 04:05:06 UTC' })]);
      const [event] = await given.journal.read(0, EVERYTHING);
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
      await fill(given.journal, makeEvents(3));
      expect(await fill(given.journal, [...makeEvents(5), ...makeEvents(2)])).toEqual({
        stored: 2,
        repeated: 5,
        revised: 0,
      });
      await fill(given.journal, [makeEvent({ id: 42 })]);
      const positions = (await given.journal.read(0, EVERYTHING)).map((event) => event.position);
      expect(positions).toEqual([1, 2, 3, 4, 5, 6]);
      const { counts } = await given.journal.workspace(1);
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
      expect(await fill(given.journal, events)).toMatchObject({ stored: events.length });
      expect(await fill(given.journal, events)).toMatchObject({ stored: 0, repeated: events.length });
      const read = await given.journal.read(0, EVERYTHING);
      expect(read.map((event) => event.key)).toEqual([...keys, ...odd]);
    });

    it('keeps the same id of two workspaces apart', async () => {
      await fill(given.journal, [makeEvent({ id: 1 })]);
      const other = await given.journal.bind({ ...BINDING, name: 'other', token: 'another token' }, [
        'other',
        BINDING.name,
      ]);
      const append = { workspaceKey: other.key, events: [makeEvent({ id: 1 })], cursor: null, now: NOW };
      expect(await given.journal.append(append)).toMatchObject({ stored: 1, repeated: 0 });
    });

    it('stores the cursor with the events, and both survive closing', async () => {
      const cursor = { mark: 17, windows: [{ from: 1, to: null }], note: 'ü' };
      await fill(given.journal, makeEvents(2), { cursor, newWorkspaceIds: ['5100042'] });
      await given.reopen();
      expect(await given.journal.workspaces()).toMatchObject([
        { name: BINDING.name, cursor, workspaceIds: ['5100042'], counts: { stored: 2 } },
      ]);
      expect(await given.journal.head()).toBe(2);
    });

    it('does all or nothing', async () => {
      await fill(given.journal, makeEvents(1), { cursor: 'before' });
      const failing = fill(given.journal, makeEvents(5), {
        cursor: 'after',
        lateness: (event) => {
          if (event.id === '700004') throw new Error('in the middle');
          return { lateByMs: 1, beyondLookback: false };
        },
      });
      await expect(failing).rejects.toThrow('in the middle');
      const [workspace] = await given.journal.workspaces();
      expect(workspace).toMatchObject({ cursor: 'before', counts: { received: 1, stored: 1, late: 0 } });
      expect(await given.journal.head()).toBe(1);
      expect((await given.journal.lateness(1)).every((bucket) => bucket.count === 0)).toBe(true);
    });

    it('refuses a workspace that it does not know', async () => {
      const append = { workspaceKey: 99, events: makeEvents(1), cursor: null, now: NOW };
      await expect(given.journal.append(append)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
      expect(await given.journal.head()).toBe(0);
    });

    it('counts events without id or time, and knows the newest time', async () => {
      await fill(given.journal, [
        makeEvent({ id: null }),
        makeEvent({ id: 2, timestamp: 'yesterday' }),
        makeEvent({ id: 3, timestamp: '2026-03-01 00:00:00 UTC' }),
        makeEvent({ id: 4, timestamp: '2026-02-01 00:00:00 UTC' }),
      ]);
      const [workspace] = await given.journal.workspaces();
      expect(workspace?.counts).toMatchObject({ withoutId: 1, withoutTime: 1 });
      expect(workspace?.newestEventTime).toBe(Date.UTC(2026, 2, 1));
      await fill(given.journal, [makeEvent({ id: 5, timestamp: null })]);
      expect((await given.journal.workspace(1)).newestEventTime).toBe(Date.UTC(2026, 2, 1));
    });

    it('does not take an event that is dated ahead for the newest', async () => {
      const at = (time: number) => new Date(time).toISOString();
      await fill(given.journal, [
        makeEvent({ id: 1, timestamp: at(NOW + 59_000) }),
        makeEvent({ id: 2, timestamp: at(NOW + 86_400_000) }),
      ]);
      const { newestEventTime, counts } = await given.journal.workspace(1);
      expect(newestEventTime).toBe(NOW + 59_000);
      expect(counts.stored).toBe(2);
    });

    it('measures lateness of what it stores, and of nothing else', async () => {
      const minute = 60_000;
      const lateBy = [1, minute, minute + 1, 9 * minute, 8 * 24 * 60 * minute];
      const lateness = ({ id }: { id: string | null }) => {
        const lateByMs = lateBy[Number(id) - 700_001];
        return lateByMs === undefined ? null : { lateByMs, beyondLookback: lateByMs > 8 * minute };
      };
      await fill(given.journal, makeEvents(7), { lateness });
      await fill(given.journal, makeEvents(7), { lateness });
      const [workspace] = await given.journal.workspaces();
      expect(workspace?.counts).toMatchObject({ late: 5, beyondLookback: 2 });
      const buckets = await given.journal.lateness(1);
      expect(buckets.filter((bucket) => bucket.count > 0)).toEqual([
        { upToMs: minute, count: 2 },
        { upToMs: 2 * minute, count: 1 },
        { upToMs: 10 * minute, count: 1 },
        { upToMs: null, count: 1 },
      ]);
      expect(buckets.at(-1)?.upToMs).toBeNull();
    });
  });
}
