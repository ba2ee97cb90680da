import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/server.js';
import { ask, askAll, askPage } from './ask.js';
import { NOON, setUp } from './setup.js';

test('answers with the newest records first, and with the rest page by page', async () => {
  const { simulator, url } = await setUp({ events: 250 });
  const ids = await askAll(url);
  expect(ids).toEqual(simulator.truth().ids.toReversed());
  expect(simulator.requests.map(({ rows }) => rows)).toEqual([100, 100, 50, 0]);
});

test('the same seed gives the same bytes, another one others', async () => {
  const [one, same, other] = [await setUp({ seed: 5 }), await setUp({ seed: 5 }), await setUp({ seed: 6 })];
  const { body } = await ask(one.url);
  expect((await ask(same.url)).body).toBe(body);
  expect((await ask(other.url)).body).not.toBe(body);
});

test('says when and under which correlation id it answered', async () => {
  const { simulator, url } = await setUp();
  const { headers } = await ask(url);
  expect(headers.date).toBe(new Date(NOON).toUTCString());
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['x-correlation-id']).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  expect(simulator.requests[0]?.correlationId).toBe(headers['x-correlation-id']);
});

test('its Date header can be ahead or missing', async () => {
  const { simulator, url } = await setUp({ dateOffsetMs: 600_000 });
  expect((await ask(url)).headers.date).toBe(new Date(NOON + 600_000).toUTCString());
  simulator.behave({ dateHeader: false });
  expect((await ask(url)).headers.date).toBeUndefined();
});

test('keeps the raw query of each request', async () => {
  const { simulator, url } = await setUp();
  await ask(url, 'users_ids%5B%5D=1&users_ids[]=2&page%5Bsize%5D=7');
  expect(simulator.requests).toMatchObject([
    { number: 1, time: NOON, path: '/api/activity_logs', status: 200, rows: 0, fault: null },
  ]);
  expect(simulator.requests[0]?.query).toBe('users_ids%5B%5D=1&users_ids[]=2&page%5Bsize%5D=7');
});

test('other paths and methods are not found', async () => {
  const { url } = await setUp();
  for (const asking of [{ path: '/api/recipes' }, { path: '/' }, { method: 'POST' }]) {
    const { status, body } = await ask(url, '', asking);
    expect([status, body]).toEqual([404, '{"message":"API not found"}']);
  }
});

test('any token will do until some are named; then only those', async () => {
  const { simulator, url } = await setUp();
  expect((await ask(url, '', { token: null })).status).toBe(401);
  expect((await ask(url, '', { token: 'whatever' })).status).toBe(200);
  simulator.behave({ tokens: ['right', 'also-right'] });
  expect((await ask(url, '', { token: 'right' })).status).toBe(200);
  const { status, body } = await ask(url, '', { token: 'whatever' });
  expect([status, body]).toEqual([401, '{"message":"Unauthorized"}']);
});

test('a right token may lack the privilege', async () => {
  const { url } = await setUp({ tokens: ['right'], forbidden: true });
  expect((await ask(url, '', { token: 'right' })).status).toBe(403);
  expect((await ask(url, '', { token: 'wrong' })).status).toBe(401);
});

test('a token leads to its own workspace, until it is changed', async () => {
  const { simulator, url } = await setUp({
    workspaces: [
      { id: 1, token: 'token-1', environment: 'dev' },
      { id: 2, token: 'token-2', environment: 'prod', events: 3 },
    ],
  });
  const page = await askPage(url, '', { token: 'token-2' });
  expect(page.map(({ workspace }) => workspace)).toMatchObject(Array(3).fill({ id: 2, environment: 'prod' }));
  simulator.changeToken('token-2b', 2);
  expect((await ask(url, '', { token: 'token-2' })).status).toBe(401);
  expect(await askPage(url, '', { token: 'token-2b' })).toEqual(page);
  expect((await ask(url, '', { token: 'token-1' })).status).toBe(200);
});

test('an Embedded partner asks for workspaces by id or by external id', async () => {
  const { simulator, url } = await setUp({
    events: 5,
    tokens: ['partner'],
    workspaces: [{ id: 11 }, { id: 12, externalId: 'A 23/00', token: 'own' }],
  });
  const from = (id: string, token = 'partner') =>
    ask(url, '', { path: `/api/managed_users/${id}/activity_logs`, token });
  expect(JSON.parse((await from('12')).body).data[0].workspace.id).toBe(12);
  expect((await from('EA%2023%2F00')).body).toBe((await from('12')).body);
  expect((await from('11')).body).not.toBe((await from('12')).body);
  expect((await from('13')).status).toBe(404);
  expect((await from('A%2023%2F00')).status).toBe(404);
  expect((await from('%zz')).status).toBe(404);
  expect((await from('12', 'own')).status).toBe(403);
  expect((await from('12', 'wrong')).status).toBe(401);
  expect(simulator.requests[0]?.workspace).toBe(12);
});

test('live events appear as time goes on', async () => {
  const { simulator, url, clock } = await setUp({ events: 10, livePerMinute: 6 });
  expect(await askAll(url)).toHaveLength(10);
  await clock.advance(10 * 60_000);
  const ids = await askAll(url);
  expect(ids.length).toBeGreaterThan(30);
  expect(ids.length).toBeLessThan(130);
  expect(ids).toEqual(simulator.truth().ids.toReversed());
  const newest = (await askPage(url))[0];
  expect(Date.parse(String(newest?.timestamp))).toBeGreaterThan(NOON);
});

test('an event put in by hand can lie in the past and become visible later', async () => {
  const { simulator, url, clock } = await setUp({ events: 10 });
  const id = simulator.add({
    time: NOON - 60_000,
    visibleAt: NOON + 30_000,
    record: { event_type: 'my_event', details: undefined, extra: { deep: [1] } },
  });
  expect(simulator.truth().ids).toContain(id);
  expect(simulator.truth().visibleIds).not.toContain(id);
  expect(await askAll(url)).not.toContain(id);
  await clock.advance(30_000);
  const [record] = await askPage(url, 'page[size]=1');
  expect(record).toMatchObject({
    id: Number(id),
    timestamp: '2026-01-14 11:59:00 UTC',
    event_type: 'my_event',
    extra: { deep: [1] },
  });
  expect(record).not.toHaveProperty('details');
  expect(simulator.record(id)).toContain('"extra":{"deep":[1]}');
});

test('a record can be written byte for byte', async () => {
  const { simulator, url } = await setUp({ events: 0 });
  simulator.add({
    write: ({ id, timestamp }) => `{ "timestamp" : "${timestamp}",\t"id":${id} , "n":1.50e+3 }`,
  });
  expect((await ask(url)).body).toBe(
    '{"data":[{ "timestamp" : "2026-01-14 12:00:00 UTC",\t"id":656541 , "n":1.50e+3 }],"total":1}',
  );
});

test('its record of an id is what it sends', async () => {
  const { simulator, url } = await setUp({ events: 100, idShuffle: 16, layout: 'lines' });
  const { body } = await ask(url);
  for (const id of simulator.truth().ids) expect(body).toContain(simulator.record(id));
  expect(simulator.record('1')).toBeNull();
});

test('stopping breaks off what is being answered and frees the port', async () => {
  const { simulator, url } = await setUp({ faults: ['1:hang'] });
  const hanging = ask(url);
  const broken = expect(hanging).rejects.toThrow();
  await expect.poll(() => simulator.requestCount).toBe(1);
  await simulator.stop();
  await broken;
  const again = await startSimulator({ events: 0, port: simulator.port });
  expect(again.url).toBe(url);
  await again.stop();
});

test('refuses a port that is taken, and options that cannot be', async () => {
  const { simulator } = await setUp();
  await expect(startSimulator({ port: simulator.port })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(startSimulator({ idShuffle: 3 })).rejects.toThrow(
    /idShuffle is 3; expected 0 or a power of two/,
  );
  await expect(startSimulator({ lateShare: 1.5 })).rejects.toThrow(
    /lateShare is 1.5; expected a number from 0 to 1/,
  );
  await expect(startSimulator({ events: 0.5 })).rejects.toThrow(/events is 0.5; expected a whole number/);
  await expect(startSimulator({ latencyMs: Number.NaN })).rejects.toThrow(/latencyMs/);
  await expect(startSimulator({ firstId: 'abc' })).rejects.toThrow(/firstId/);
  await expect(startSimulator({ faults: ['sometimes:oops'] })).rejects.toThrow(/expected WHEN:WHAT/);
});
