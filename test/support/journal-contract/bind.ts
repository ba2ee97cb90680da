// The contract of a journal: which workspace an entry of the configuration means.
import { describe, expect, it } from 'vitest';
import { makeEvents } from '../event-fixtures.js';
import { BINDING, EVERYTHING, fill, type Given, NOW } from './given.js';

export function describeBind(given: Given): void {
  describe('bind', () => {
    it('finds the same workspace again, by name, with whatever token', async () => {
      const first = await given.journal.bind(BINDING, [BINDING.name]);
      await given.reopen();
      const again = await given.journal.bind({ ...BINDING, token: 'rotated' }, [BINDING.name]);
      expect(again).toMatchObject({ key: first.key, name: BINDING.name, cursor: null, workspaceIds: [] });
    });

    it('takes an unknown name with a known token for a renamed workspace', async () => {
      await fill(given.journal, makeEvents(2), { cursor: 'here' });
      await given.reopen();
      const renamed = await given.journal.bind({ ...BINDING, name: 'harbour' }, ['harbour']);
      expect(renamed).toMatchObject({ key: 1, name: 'harbour', cursor: 'here', counts: { stored: 2 } });
      const [event] = await given.journal.read(0, EVERYTHING);
      expect(event?.workspace).toBe('harbour');
    });

    it('makes a new workspace for a known token at another endpoint or base URL', async () => {
      await given.journal.bind({ ...BINDING, endpoint: 'EA1' }, ['a', 'b', 'c']);
      const second = await given.journal.bind({ ...BINDING, name: 'b', endpoint: 'EA2' }, ['a', 'b', 'c']);
      const third = await given.journal.bind({ ...BINDING, name: 'c', baseUrl: 'https://www.workato.com' }, [
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
      await fill(given.journal, makeEvents(1), { cursor: 'here' });
      const refused = given.journal.bind({ ...BINDING, ...change }, [BINDING.name]);
      await expect(refused).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(BINDING.name),
        hint: expect.stringMatching(/another name or another journal/),
      });
      expect(await given.journal.workspaces()).toHaveLength(1);
    });

    it('lets a base URL be corrected before the first answer', async () => {
      await given.journal.bind({ ...BINDING, baseUrl: 'https://www.workato.com' }, [BINDING.name]);
      expect(await given.journal.bind(BINDING, [BINDING.name])).toMatchObject({
        key: 1,
        baseUrl: BINDING.baseUrl,
      });
    });

    it('refuses two entries with one token, base URL and endpoint', async () => {
      await given.journal.bind(BINDING, [BINDING.name, 'twin']);
      await expect(
        given.journal.bind({ ...BINDING, name: 'twin' }, [BINDING.name, 'twin']),
      ).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/harbour-prod.*twin/),
      });
    });

    it('refuses two entries that show events of one workspace, and stores nothing of the second', async () => {
      await fill(given.journal, makeEvents(1), { newWorkspaceIds: ['5100042'] });
      const { key } = await given.journal.bind({ ...BINDING, name: 'twin', token: 'second token' }, [
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
      await expect(given.journal.append(append)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/twin.*harbour-prod.*same workspace/),
      });
      expect(await given.journal.head()).toBe(1);
      expect(await given.journal.workspace(key)).toMatchObject({ cursor: null, counts: { received: 0 } });
    });

    it('lets one workspace id stand at two base URLs', async () => {
      await fill(given.journal, makeEvents(1), { newWorkspaceIds: ['5100042'] });
      const elsewhere = { ...BINDING, name: 'us', baseUrl: 'https://www.workato.com' };
      const { key } = await given.journal.bind(elsewhere, [BINDING.name, 'us']);
      const append = {
        workspaceKey: key,
        events: makeEvents(1),
        cursor: null,
        now: NOW,
        newWorkspaceIds: ['5100042'],
      };
      expect(await given.journal.append(append)).toMatchObject({ stored: 1 });
    });

    it('names no token', async () => {
      await given.journal.bind(BINDING, [BINDING.name]);
      expect(given.journal.hashToken(BINDING.token)).toMatch(/^[0-9a-f]{64}$/);
      expect(given.journal.hashToken(BINDING.token)).not.toBe(given.journal.hashToken(`${BINDING.token} `));
      expect(JSON.stringify(await given.journal.workspaces())).not.toContain(BINDING.token);
      const reader = await given.store.openReader();
      expect(reader.hashToken(BINDING.token)).toBe(given.journal.hashToken(BINDING.token));
      await reader.close();
    });
  });
}
