// The contract of a journal: what processes share: requests, orders, health, the lock.
import { describe, expect, it } from 'vitest';
import { makeEvent, makeEvents } from '../event-fixtures.js';
import { BINDING, fill, type Given, NOW } from './given.js';

export function describeSharing(given: Given): void {
  describe('the audit trail', () => {
    it('keeps who did what, newest first, over a restart', async () => {
      const record = { at: NOW, actor: 'command line', subject: 'workspace acme', detail: '' } as const;
      await given.journal.recordAction({ ...record, action: 'pause', outcome: 'done' });
      await given.journal.recordAction({ ...record, action: 'resume', outcome: 'refused' });
      await given.reopen();
      const trail = await given.journal.auditTrail(10);
      expect(trail).toMatchObject([
        { action: 'resume', outcome: 'refused' },
        { ...record, action: 'pause', outcome: 'done' },
      ]);
      expect(await given.journal.auditTrail(1)).toHaveLength(1);
    });
  });

  describe('a pause', () => {
    it('is remembered until it is lifted', async () => {
      const { key } = await given.journal.bind(BINDING, [BINDING.name]);
      expect(await given.journal.workspace(key)).toMatchObject({ pausedAt: null });
      await given.journal.setPaused(key, NOW + 0.5);
      await given.reopen();
      expect(await given.journal.workspace(key)).toMatchObject({ pausedAt: NOW });
      await given.journal.setPaused(key, null);
      expect(await given.journal.workspace(key)).toMatchObject({ pausedAt: null });
    });
  });

  describe('requests', () => {
    it('remembers them for two minutes, each with a number, per token', async () => {
      for (const time of [0, 1000, 2000]) await given.journal.recordRequest('a', NOW + time);
      await given.journal.recordRequest('b', NOW + 3000);
      const all = await given.journal.requestsSince('a', 0);
      expect(all.map((request) => request.time)).toEqual([NOW, NOW + 1000, NOW + 2000]);
      const second = all[1]?.number ?? 0;
      expect((await given.journal.requestsSince('a', second)).map((request) => request.time)).toEqual([
        NOW + 2000,
      ]);
      await given.journal.recordRequest('b', NOW + 121_500);
      expect((await given.journal.requestsSince('a', 0)).map((request) => request.time)).toEqual([
        NOW + 2000,
      ]);
    });

    it('never uses a number twice', async () => {
      await given.journal.recordRequest('a', NOW);
      const [first] = await given.journal.requestsSince('a', 0);
      await given.journal.recordRequest('b', NOW + 600_000);
      await given.journal.recordRequest('b', NOW + 1_200_000);
      await given.reopen();
      await given.journal.recordRequest('a', NOW + 1_800_000.75);
      const [second] = await given.journal.requestsSince('a', 0);
      expect(second?.number).toBeGreaterThan(first?.number ?? 0);
    });

    it('still counts those of a clock that was set back', async () => {
      await given.journal.recordRequest('a', NOW + 3_600_000);
      await given.journal.recordRequest('a', NOW);
      expect(await given.journal.requestsSince('a', 0)).toHaveLength(2);
    });

    it('are seen by other readers, which may record some too', async () => {
      const reader = await given.store.openReader();
      await reader.recordRequest('a', NOW);
      await given.journal.recordRequest('a', NOW + 1);
      expect(await given.journal.requestsSince('a', 0)).toHaveLength(2);
      expect(await reader.requestsSince('a', 0)).toHaveLength(2);
      await reader.close();
    });
  });

  describe('orders, health, learnt', () => {
    it('hands orders of a reader to the collector, until they are finished', async () => {
      const reader = await given.store.openReader();
      const backfill = { kind: 'backfill', workspace: BINDING.name, from: 1, to: 2 } as const;
      const replay = { kind: 'replay', feed: 'archive', after: 7 } as const;
      const first = await reader.placeOrder(backfill, NOW);
      const second = await reader.placeOrder(replay, NOW + 1);
      await reader.close();
      expect(await given.journal.orders()).toEqual([
        { id: first, order: backfill, placedAt: NOW },
        { id: second, order: replay, placedAt: NOW + 1 },
      ]);
      await given.journal.finishOrder(first);
      await given.journal.finishOrder(first);
      expect((await given.journal.orders()).map((order) => order.id)).toEqual([second]);
      await given.journal.finishOrder(second);
      expect(await given.journal.placeOrder(replay, NOW)).toBeGreaterThan(second);
    });

    it('keeps health, what was learnt, and what parts of the collector remember', async () => {
      const { key } = await given.journal.bind(BINDING, [BINDING.name]);
      await given.journal.openFeed('archive', 0);
      await given.journal.setHealth(key, { state: 'failing', since: 3 });
      await given.journal.setFeedHealth('archive', ['slow']);
      await given.journal.setLearnt('https://a direct', { order: 'newest first' });
      await given.reopen();
      expect((await given.journal.workspace(key)).health).toEqual({ state: 'failing', since: 3 });
      expect((await given.journal.feeds())[0]?.health).toEqual(['slow']);
      expect(await given.journal.learnt('https://a direct')).toEqual({ order: 'newest first' });
      expect(await given.journal.learnt('https://b direct')).toBeNull();
      await given.journal.setLearnt('https://a direct', null);
      expect(await given.journal.learnt('https://a direct')).toBeNull();
      await given.journal.keep('alerts', { told: [1] });
      await given.journal.keep('alerts', { told: [2] });
      await given.reopen();
      expect(await given.journal.kept('alerts')).toEqual({ told: [2] });
      expect(await given.journal.kept('others')).toBeNull();
      await expect(given.journal.setHealth(77, null)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
      await expect(given.journal.workspace(77)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    });
  });

  describe('the journal itself', () => {
    it('has an id of its own from its creation on', async () => {
      const { id } = given.journal;
      expect(id.length).toBeGreaterThanOrEqual(16);
      await given.reopen();
      expect(given.journal.id).toBe(id);
      const other = await given.createStore();
      const stranger = await other.open();
      expect(stranger.id).not.toBe(id);
      await stranger.close();
      await other.remove();
    });

    it('says who collects into it, and that nobody does', async () => {
      const reader = await given.store.openReader();
      expect(await reader.holder()).toMatchObject({ pid: process.pid, host: expect.any(String) });
      await given.journal.close();
      expect(await reader.holder()).toBeNull();
      await reader.close();
      given.journal = await given.store.open();
    });

    it('lets one collector in at a time', async () => {
      const second = given.store.open();
      await expect(second).rejects.toMatchObject({
        code: 'JOURNAL_LOCKED',
        message: expect.stringContaining(String(process.pid)),
      });
      await fill(given.journal, makeEvents(1));
      await expect(given.store.open()).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' });
    });

    it('grows, and says how large it is', async () => {
      const before = await given.journal.size();
      await fill(given.journal, makeEvents(500));
      expect(await given.journal.size()).toBeGreaterThan(before + 500 * makeEvent().raw.byteLength * 0.5);
    });

    it('is whole', async () => {
      await fill(given.journal, makeEvents(100));
      await given.journal.openFeed('archive', 10);
      await given.journal.checkIntegrity();
    });
  });
}
