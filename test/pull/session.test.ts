import { expect, it } from 'vitest';
import type { Append } from '../../src/journal/journal-data.js';
import { createCursor } from '../../src/pull/cursor.js';
import { Session } from '../../src/pull/session.js';
import { MINUTE, START, setUpPull } from '../support/pull-bench.js';

/** A session over a journal on a slow disk: nothing is on disk before `reachDisk`. */
async function setUp() {
  const { context, journal } = setUpPull([]);
  const appended: Append[] = [];
  let reachDisk = (_failure?: Error) => {};
  const onDisk = new Promise<void>((resolve, reject) => {
    reachDisk = (failure) => (failure ? reject(failure) : resolve());
  });
  onDisk.catch(() => {});
  const slow = {
    ...journal,
    append: async (append: Append) => {
      appended.push(append);
      return { ...(await journal.append(append)), onDisk };
    },
  };
  const cursor = createCursor({
    fingerprint: 'x',
    backfillStartTime: null,
    serverTime: START,
    now: START,
    lookbackMs: MINUTE,
    sweepDueAt: START,
  });
  const entry = await journal.workspace(1);
  return {
    session: new Session({ ...context, journal: slow }, entry, cursor, null),
    appended,
    reachDisk: (failure?: Error) => reachDisk(failure),
  };
}

it('commits the next page while the one before is on its way to the disk, and says so of neither', async () => {
  const { session, appended, reachDisk } = await setUp();
  const said: string[] = [];
  const first = session.commit((cursor) => ({ ...cursor, mark: START + 1 })).then(() => said.push('first'));
  const second = session.commit((cursor) => ({ ...cursor, mark: cursor.mark + 1 }));
  const both = [first, second.then(() => said.push('second'))];
  await new Promise(setImmediate);
  expect(appended.map(({ cursor }) => cursor)).toMatchObject([{ mark: START + 1 }, { mark: START + 2 }]);
  expect(said).toEqual([]);
  reachDisk();
  await Promise.all(both);
  expect(said).toEqual(['first', 'second']);
});

it('fails a commit that never reaches the disk', async () => {
  const { session, reachDisk } = await setUp();
  const commit = session.commit((cursor) => cursor);
  reachDisk(new Error('the disk is gone'));
  await expect(commit).rejects.toThrow('the disk is gone');
});
