import { expect, test } from 'vitest';
import { ask, askPage } from './ask.js';
import { NOON, setUp } from './setup.js';

const iso = (time: number) => new Date(time).toISOString();

test('shows oldest first', async () => {
  const { simulator, url } = await setUp({ order: 'asc' });
  const page = await askPage(url);
  expect(page.map(({ id }) => String(id))).toEqual(simulator.truth().ids.slice(0, 100));
});

test('shows rows in an order that has to do with nothing, and is always the same', async () => {
  const { simulator, url } = await setUp({ orderBy: 'chance', order: 'asc' });
  const whole = (await askPage(url)).map(({ id }) => String(id));
  expect(await askPage(url, 'page[size]=40')).toEqual((await askPage(url)).slice(0, 40));
  const { ids } = simulator.truth();
  const places = whole.map((id) => ids.indexOf(id));
  const rising = places.filter((place, index) => index > 0 && place > (places[index - 1] ?? 0)).length;
  expect(rising).toBeGreaterThan(30);
  expect(rising).toBeLessThan(70);
});

test.each([
  ['exclusive', 50],
  ['inclusive', 49],
] as const)('an %s cursor', async (cursor, start) => {
  const { simulator, url } = await setUp({ cursor });
  const newestFirst = simulator.truth().ids.toReversed();
  const page = await askPage(url, `page[after]=${newestFirst[49]}&page[size]=10`);
  expect(page.map(({ id }) => String(id))).toEqual(newestFirst.slice(start, start + 10));
});

test('a cursor that is an offset', async () => {
  const { simulator, url } = await setUp({ cursor: 'offset' });
  const page = await askPage(url, 'page%5Bafter%5D=290');
  expect(page.map(({ id }) => String(id))).toEqual(simulator.truth().ids.toReversed().slice(290));
});

test('a cursor that is ignored', async () => {
  const { url } = await setUp({ cursor: 'ignored' });
  const first = await askPage(url);
  expect(await askPage(url, `page[after]=${first.at(-1)?.id}`)).toEqual(first);
  expect(await askPage(url, 'page[after]=nonsense')).toEqual(first);
});

test('pages that alternate for ever', async () => {
  const { simulator, url } = await setUp({ cursor: 'alternating' });
  const newestFirst = simulator.truth().ids.toReversed();
  const starts: number[] = [];
  let after = '';
  for (let page = 0; page < 4; page += 1) {
    const ids = (await askPage(url, after)).map(({ id }) => String(id));
    starts.push(newestFirst.indexOf(ids[0] ?? ''));
    after = `page[after]=${ids.at(-1)}`;
  }
  expect(starts).toEqual([0, 100, 0, 100]);
});

test('a cursor compares ids or finds its row: not the same where ids are out of order', async () => {
  const { simulator, url } = await setUp({ orderBy: 'time', idShuffle: 64 });
  const newestFirst = simulator.truth().ids.toReversed();
  const after = newestFirst[99] ?? '';
  const next = async () => (await askPage(url, `page[after]=${after}`)).map(({ id }) => String(id));
  expect(await next()).toEqual(newestFirst.filter((id) => BigInt(id) < BigInt(after)).slice(0, 100));
  simulator.behave({ cursorBy: 'row' });
  expect(await next()).toEqual(newestFirst.slice(100, 200));
});

test.each([
  ['bad-request', 400, null],
  ['first-page', 200, 100],
  ['empty', 200, 0],
] as const)('a cursor that is no id: %s', async (badCursor, status, rows) => {
  const { simulator, url } = await setUp({ badCursor, cursorBy: 'row' });
  for (const after of ['abc', '-1', '1']) {
    expect((await ask(url, `page[after]=${after}`)).status).toBe(status);
    if (rows !== null) expect(simulator.requests.at(-1)?.rows).toBe(rows);
  }
});

test('a cursor of any size compares', async () => {
  const { url } = await setUp();
  expect(await askPage(url, `page[after]=${'9'.repeat(40)}`)).toHaveLength(100);
  expect(await askPage(url, 'page[after]=0')).toHaveLength(0);
});

test.each([
  ['inclusive', 'inclusive', ['b', 'c']],
  ['exclusive', 'inclusive', ['c']],
  ['inclusive', 'exclusive', ['b']],
  ['exclusive', 'exclusive', []],
] as const)('bounds: from %s, to %s', async (fromBound, toBound, expected) => {
  const { simulator, url } = await setUp({ events: 0, order: 'asc', fromBound, toBound });
  const times = { a: NOON - 9001, b: NOON - 9000, c: NOON - 5000, d: NOON - 4999 };
  for (const [name, time] of Object.entries(times)) simulator.add({ time, record: { name } });
  const page = await askPage(url, `from=${iso(times.b)}&to=${iso(times.c)}`);
  expect(page.map((record) => record['name'])).toEqual(expected);
});

test('bounds may compare whole seconds', async () => {
  const { simulator, url } = await setUp({ events: 0, precision: 'second', toBound: 'exclusive' });
  const id = Number(simulator.add({ time: NOON - 4300 }));
  expect(await askPage(url, `from=${iso(NOON - 4001)}`)).toMatchObject([{ id }]);
  expect(await askPage(url, `to=${iso(NOON - 4001)}`)).toEqual([]);
  simulator.behave({ precision: 'millisecond' });
  expect(await askPage(url, `from=${iso(NOON - 4001)}`)).toEqual([]);
  expect(await askPage(url, `to=${iso(NOON - 4001)}`)).toMatchObject([{ id }]);
});

test('a time without a zone is US Pacific', async () => {
  const { simulator, url } = await setUp({ events: 0 });
  simulator.add({ time: Date.UTC(2026, 0, 14, 11) });
  expect(await askPage(url, 'from=2026-01-14T02:59:00')).toHaveLength(1);
  expect(await askPage(url, 'from=2026-01-14T03:01:00')).toHaveLength(0);
  expect(await askPage(url, 'from=2026-01-14T12:59:00%2B02:00')).toHaveLength(1);
  expect((await ask(url, 'from=yesterday')).status).toBe(400);
});

test.each([
  ['page', '"total":3'],
  ['matches', '"total":7'],
  ['null', '"total":null'],
  ['zero', '"total":0'],
  ['fewer', '"total":2'],
  ['missing', '"data":'],
] as const)('total: %s', async (total, text) => {
  const { url } = await setUp({ events: 7, total });
  const { body } = await ask(url, 'page[size]=3');
  expect(body).toContain(text);
  expect(body.includes('"total"')).toBe(total !== 'missing');
});

test('an empty page is an empty array or null', async () => {
  const { simulator, url } = await setUp({ events: 0 });
  expect((await ask(url)).body).toBe('{"data":[],"total":0}');
  simulator.behave({ emptyData: 'null', total: 'null' });
  expect((await ask(url)).body).toBe('{"data":null,"total":null}');
});

test('caps pages', async () => {
  const { url } = await setUp({ pageCap: 25 });
  expect(await askPage(url)).toHaveLength(25);
  expect(await askPage(url, 'page[size]=10')).toHaveLength(10);
});

test('sizes out of range count as 100', async () => {
  const { url } = await setUp();
  for (const size of ['0', '-3', '101', 'many'])
    expect(await askPage(url, `page[size]=${size}`)).toHaveLength(100);
});

test('short pages stand in the middle, never empty, and nothing is left out', async () => {
  const { simulator, url } = await setUp({ events: 2000, shortPages: 0.5 });
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let more = true; more; ) {
    const page = await askPage(url, ids.length === 0 ? '' : `page[after]=${ids.at(-1)}`);
    ids.push(...page.map(({ id }) => String(id)));
    sizes.push(page.length);
    more = page.length > 0;
  }
  expect(ids).toEqual(simulator.truth().ids.toReversed());
  expect(sizes.filter((size) => size < 100).length).toBeGreaterThan(5);
  expect(sizes.filter((size) => size === 100).length).toBeGreaterThan(5);
});

test('shows nothing that is older than its retention, or says that it is gone', async () => {
  const { simulator, url } = await setUp({ events: 0, retentionDays: 30 });
  const DAY = 86_400_000;
  simulator.add({ time: NOON - 31 * DAY, visibleAt: 0 });
  const kept = simulator.add({ time: NOON - 29 * DAY, visibleAt: 0 });
  const early = `from=${iso(NOON - 40 * DAY)}`;
  expect(await askPage(url)).toMatchObject([{ id: Number(kept) }]);
  expect(await askPage(url, early)).toHaveLength(1);
  simulator.behave({ retention: 'gone' });
  expect((await ask(url, early)).status).toBe(410);
  expect(await askPage(url)).toHaveLength(1);
});

test('strictness: what is not documented is answered 400', async () => {
  const { url } = await setUp({ strict: true });
  const problems = {
    'sort=asc': 'Unknown parameter: sort',
    'users_ids=1': 'Unknown parameter: users_ids',
    'from=2026-01-14T02:59:00': 'Invalid from: 2026-01-14T02:59:00; expected YYYY-MM-DDTHH:mm:ss.SSSZ',
    'to=2026-01-14T02:59:00Z': 'Invalid to: 2026-01-14T02:59:00Z; expected YYYY-MM-DDTHH:mm:ss.SSSZ',
    'page[size]=101': 'Invalid page[size]: 101',
    'page[size]=1&page[size]=2': 'Parameter given twice: page[size]',
    '%zz=1': 'The query string is not properly encoded',
  };
  for (const [query, message] of Object.entries(problems)) {
    const { status, body } = await ask(url, query);
    expect([status, JSON.parse(body)]).toEqual([400, { message }]);
  }
  expect(
    (await ask(url, `from=${iso(NOON)}&page%5Bsize%5D=100&users_ids%5B%5D=1&users_ids[]=2`)).status,
  ).toBe(200);
});

test('waits before it answers', async () => {
  const { url, clock } = await setUp({ latencyMs: 700 });
  let answered = false;
  const asking = ask(url).then(() => {
    answered = true;
  });
  await expect.poll(() => clock.sleepers).toBe(1);
  await clock.advance(699);
  expect(answered).toBe(false);
  await clock.advance(1);
  await asking;
});

test('compresses for those who accept it', async () => {
  const { url } = await setUp({ events: 3, gzip: true });
  const plain = await ask(url);
  expect(plain.headers['content-encoding']).toBeUndefined();
  const packed = await ask(url, '', { headers: { 'accept-encoding': 'br, gzip' } });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(Number(packed.headers['content-length'])).toBeLessThan(plain.body.length);
});
