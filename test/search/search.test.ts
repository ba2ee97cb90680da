import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { indexNext } from '../../src/search/follow-journal.js';
import { openIndexFile } from '../../src/search/index-file.js';
import { createSearch, type HitPage } from '../../src/search/search.js';
import { makeEvent, type RecordFields } from '../support/event-fixtures.js';

const T0 = Date.UTC(2026, 0, 1);

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'search-'));
  const journal = await openJournal(join(folder, 'journal.db'));
  const path = join(folder, 'journal.db.search');
  const opened: { close: () => void }[] = [];
  const open = () => {
    const index = openIndexFile(path, journal.id);
    opened.push(index);
    return index;
  };
  onTestFinished(async () => {
    for (const index of opened) index.close();
    await journal.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, journal, path, open };
}

async function store(journal: Journal, records: readonly RecordFields[], workspace = 'acme'): Promise<void> {
  const binding = {
    name: workspace,
    baseUrl: 'https://www.workato.com',
    endpoint: 'direct',
    token: `token of ${workspace}`,
  };
  const { key } = await journal.bind(binding, [workspace]);
  await journal.append({
    workspaceKey: key,
    events: records.map((record) => makeEvent(record)),
    cursor: null,
    now: T0,
  });
}

/** A search over everything that is in the journal. */
async function searchAll({ journal, open }: Awaited<ReturnType<typeof setUp>>) {
  const index = open();
  while (await indexNext(index, journal));
  return { index, search: createSearch(index, journal) };
}

const positions = ({ hits }: HitPage) => hits.map(({ event }) => event.position);
const at = (second: number) =>
  `${new Date(T0 + second * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

describe('a page', () => {
  test('is newest first by event time, whatever the order of arrival, and goes on where the last one ended', async () => {
    const setting = await setUp();
    await store(
      setting.journal,
      [3, 1, 2, 2, 5].map((second, index) => ({ id: index + 1, timestamp: at(second) })),
    );
    const { search } = await searchAll(setting);
    const first = await search.page({}, 2, null);
    expect(positions(first)).toEqual([5, 1]);
    const second = await search.page({}, 2, first.next);
    expect(positions(second)).toEqual([4, 3]);
    const third = await search.page({}, 2, second.next);
    expect(positions(third)).toEqual([2]);
    expect(third.next).toBeNull();
    expect(third).toMatchObject({ head: 5, indexed: 5 });
  });

  test('is newest arrival first where that is asked for: what is late stands on top', async () => {
    const setting = await setUp();
    await store(
      setting.journal,
      [3, 1, 5, 2].map((second, index) => ({ id: index + 1, timestamp: at(second) })),
    );
    const { search } = await searchAll(setting);
    const first = await search.page({ since: T0 + 2000 }, 2, null, 'arrival');
    expect(positions(first)).toEqual([4, 3]);
    const second = await search.page({ since: T0 + 2000 }, 2, first.next, 'arrival');
    expect(positions(second)).toEqual([1]);
    expect(second.next).toBeNull();
  });

  test('filters by every facet, time and words; values of one facet are alternatives', async () => {
    const setting = await setUp();
    await store(setting.journal, [
      { id: 1, timestamp: at(1), event_type: 'user_login', user: { email: 'ada@example.com' } },
      { id: 2, timestamp: at(2), event_type: 'user_logout', user: { email: 'ada@example.com' } },
      { id: 3, timestamp: at(3), event_type: 'recipe_started', user: null, details: {} },
    ]);
    await store(
      setting.journal,
      [{ id: 1, timestamp: at(4), resource: { type: 'Flow', name: 'Zoë’s Ünïcode recipe' } }],
      'other',
    );
    const { search } = await searchAll(setting);
    const found = async (question: Parameters<typeof search.page>[0]) =>
      positions(await search.page(question, 10, null));
    expect(await found({ type: ['user_login', 'user_logout'] })).toEqual([2, 1]);
    expect(await found({ type: ['user_login'], user: ['ada@example.com'] })).toEqual([1]);
    expect(await found({ workspace: ['other'] })).toEqual([4]);
    expect(await found({ ip: ['203.0.113.24'], resource: ['Flow'] })).toEqual([4]);
    expect(await found({ user: ['nobody@example.com'] })).toEqual([]);
    expect(await found({ since: T0 + 2000, until: T0 + 3000 })).toEqual([2]);
    expect(await found({ q: 'zoe unicode' })).toEqual([4]);
    expect(await found({ q: 'ADA@exam' })).toEqual([2, 1]);
    expect(await found({ q: 'ada zoe' })).toEqual([]);
    expect(await found({ q: '"*" NEAR(' })).toEqual([]);
    expect(await found({ q: ' ... ' })).toEqual([4, 3, 2, 1]);
  });
});

describe('counts', () => {
  test('are those of a simple count, whatever is asked', async () => {
    const setting = await setUp();
    const types = ['user_login', 'recipe_started', 'recipe_stopped'];
    const records = Array.from({ length: 300 }, (_, index) => ({
      id: index + 1,
      timestamp: index % 50 === 7 ? 'never' : at((index * 7919) % 3600),
      event_type: types[index % 3] ?? '',
      user: { email: `user${index % 5}@example.com` },
    }));
    await store(setting.journal, records);
    const { search } = await searchAll(setting);
    const events = await setting.journal.read(0, { events: 1000, bytes: 1e9 });
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            since: fc.integer({ min: T0 - 1000, max: T0 + 3600_000 }),
            until: fc.integer({ min: T0 - 1000, max: T0 + 3700_000 }),
            type: fc.uniqueArray(fc.constantFrom(...types, 'unknown'), { maxLength: 3 }),
            user: fc.uniqueArray(fc.constantFrom('user1@example.com', 'user4@example.com'), { maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 1, max: 40 }),
        async (question, buckets) => {
          const expected = events.filter((event) => {
            const time = event.time ?? event.firstSeen;
            return (
              time >= (question.since ?? -Infinity) &&
              time < (question.until ?? Infinity) &&
              (!question.type?.length || question.type.includes(event.type ?? '')) &&
              (!question.user?.length || question.user.some((user) => user === event.user))
            );
          });
          const { counts, total, from, stepMs } = await search.histogram(question, buckets);
          expect(total).toBe(expected.length);
          const inBucket = (bucket: number) =>
            expected.filter(
              (event) => Math.floor(((event.time ?? event.firstSeen) - from) / stepMs) === bucket,
            ).length;
          expect(counts).toEqual(counts.map((_, bucket) => inBucket(bucket)));
          const { type } = await search.facets(question);
          for (const { value, count } of type) {
            expect(count).toBe(expected.filter((event) => event.type === value).length);
          }
          expect(type.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
          expect(positions(await search.page(question, 500, null)).toSorted((a, b) => a - b)).toEqual(
            expected.map(({ position }) => position),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('by workspace and minute', async () => {
    const setting = await setUp();
    await store(
      setting.journal,
      [1, 2, 61].map((second, index) => ({ id: index + 1, timestamp: at(second) })),
    );
    await store(setting.journal, [{ id: 1, timestamp: at(130) }], 'other');
    const { search } = await searchAll(setting);
    const workspaces = [
      { name: 'acme', counts: [2, 1, 0] },
      { name: 'other', counts: [0, 0, 1] },
    ];
    expect(await search.activity(T0, 60_000, 3)).toEqual({ workspaces, unindexed: 0 });
    await store(setting.journal, [{ id: 4, timestamp: at(3) }]);
    expect(await search.activity(T0, 60_000, 3)).toEqual({ workspaces, unindexed: 1 });
  });
});

describe('the index', () => {
  test('goes on where it was, and follows the journal', async () => {
    const setting = await setUp();
    await store(setting.journal, [{ id: 1 }, { id: 2 }]);
    (await searchAll(setting)).index.close();
    await store(setting.journal, [{ id: 3 }]);
    const { index, search } = await searchAll(setting);
    expect(index.indexed).toBe(3);
    expect(positions(await search.page({ q: 'Mina' }, 10, null))).toEqual([3, 2, 1]);
  });

  test.each([
    ['damaged', 'no database at all, but long enough to be taken for one'.repeat(100)],
    ['empty', ''],
  ])('that is %s is made anew', async (_what, content) => {
    const setting = await setUp();
    await store(setting.journal, [{ id: 1 }]);
    await writeFile(setting.path, content);
    const { search } = await searchAll(setting);
    expect(positions(await search.page({}, 10, null))).toEqual([1]);
  });

  test('of another journal is made anew', async () => {
    const setting = await setUp();
    openIndexFile(setting.path, 'another journal').close();
    await store(setting.journal, [{ id: 1 }]);
    expect(positions(await (await searchAll(setting)).search.page({}, 10, null))).toEqual([1]);
  });

  test('is for its owner only', async () => {
    const setting = await setUp();
    await searchAll(setting);
    expect((await stat(setting.path)).mode & 0o777).toBe(0o600);
  });

  test('shows nothing of what retention has removed', async () => {
    const setting = await setUp();
    await store(setting.journal, [{ id: 1 }, { id: 2 }, { id: 3 }]);
    const { search } = await searchAll(setting);
    await setting.journal.prune(T0 + 1, T0);
    expect(positions(await search.page({}, 10, null))).toEqual([]);
    expect((await search.histogram({}, 10)).total).toBe(0);
  });
});
