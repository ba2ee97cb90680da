import { expect, test, vi } from 'vitest';
import type { EventPage } from '../../src/server/shapes.js';
import { makeEvent, parseEvent } from '../support/event-fixtures.js';
import { setUpServer } from './server-setup.js';

const HOSTILE =
  '{"id":4,"timestamp":"2026-01-01 00:00:04 UTC","event_type":"user_login","user":{"email":"=cmd|\'/c calc\'!A1"},"resource":{"name":"<script>alert(1)</script>,\\"x\\"","type":"User"}}';

/** A server whose journal has four events, all of them indexed. */
async function setUp() {
  const scene = await setUpServer();
  const { journal } = scene.parts;
  const key = scene.parts.workspaces[0]?.context.workspaceKey ?? 0;
  const events = [
    ...[1, 2, 3].map((id) =>
      makeEvent({ id, timestamp: `2026-01-01 00:00:0${id} UTC`, event_type: id === 2 ? 'a_b' : 'c_d' }),
    ),
    parseEvent(HOSTILE),
  ];
  await journal.append({ workspaceKey: key, events, cursor: null, now: Date.UTC(2026, 0, 2) });
  const get = async (path: string) => {
    const answer = await fetch(scene.url + path);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const json = async (path: string) => JSON.parse((await get(path)).text);
  await vi.waitFor(async () => expect(((await json('/api/events')) as EventPage).indexed).toBe(4), {
    timeout: 30_000,
  });
  return { ...scene, get, json };
}

test('events are listed, counted and shown one by one', async () => {
  const { json } = await setUp();
  const page: EventPage = await json('/api/events?limit=2');
  expect(page.events.map(({ position }) => position)).toEqual([4, 3]);
  const rest: EventPage = await json(`/api/events?limit=2&before=${page.next}`);
  expect(rest.events.map(({ position }) => position)).toEqual([2, 1]);
  expect((await json('/api/events?type=a_b&type=user_login')).events).toHaveLength(2);
  expect(
    await json('/api/histogram?since=2026-01-01T00:00:00Z&until=2026-01-01T00:00:10Z&buckets=5'),
  ).toEqual({
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T00:00:10.000Z',
    step_seconds: 2,
    counts: [1, 2, 1, 0, 0],
    total: 4,
  });
  expect((await json('/api/facets')).type).toContainEqual({ value: 'c_d', count: 2 });
  expect((await json('/api/activity?minutes=60')).step_seconds).toBe(60);
  expect(await json('/api/events/4')).toMatchObject({ position: 4, raw: HOSTILE, revisions: [] });
});

test('an export holds every record as it came, or as CSV that no spreadsheet obeys', async () => {
  const { get } = await setUp();
  const ndjson = await get('/api/export?type=user_login');
  expect(ndjson.text).toBe(`${HOSTILE}\n`);
  expect(ndjson.headers.get('content-disposition')).toMatch(/attachment; filename=".*\.ndjson"/);
  const csv = (await get('/api/export?format=csv')).text.trimEnd().split('\r\n');
  expect(csv).toHaveLength(5);
  expect(csv[1]).toContain(`'=cmd|'/c calc'!A1`);
  expect(csv[1]).toContain('"<script>alert(1)</script>,""x"""');
});

test.each([
  ['/api/events?limit=0', 'limit'],
  ['/api/events?limit=1&limit=2', 'limit'],
  ['/api/events?since=yesterday', 'since'],
  ['/api/events?typ=user_login', 'typ'],
  ['/api/events?before=1', 'before'],
  ['/api/histogram?buckets=x', 'buckets'],
  ['/api/export?format=xlsx', 'format'],
])('%s is refused, naming the parameter', async (path, named) => {
  const { url } = await setUpServer();
  const answer = await fetch(url + path);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { error: { message: string } }).error.message).toContain(named);
});

test('an event that is not there is said to be so', async () => {
  const { url } = await setUpServer();
  expect((await fetch(`${url}/api/events/17`)).status).toBe(404);
});
