// The description of the API: it names every route that there is, and what is really answered is as it says.
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeApi } from '../../src/server/openapi/document.js';
import { createApp } from '../../src/server/serve.js';
import type { ServerContext } from '../../src/server/server-context.js';
import { watchStatus } from '../../src/server/watch-status.js';
import { makeEvent } from '../support/event-fixtures.js';
import { setUpServer } from './server-setup.js';

interface Operation {
  parameters?: { name: string; in: string; schema: { type?: string; enum?: string[]; default?: unknown } }[];
  responses: Record<string, { content: Record<string, { schema: { $ref?: string } }> }>;
}
type Paths = Record<string, Record<string, Operation>>;

const document = describeApi('1.2.3');
const paths = document.paths as unknown as Paths;

/** A check of an answer against the schema that the document names for it. */
function schemaOf(operation: Operation, status: number, type: string): z.ZodType {
  const response = operation.responses[status] ?? operation.responses['default'];
  const schema = response?.content[type]?.schema;
  if (!schema) throw new Error(`No schema for ${status} ${type}.`);
  // References within the document, as JSON Schema has them.
  const whole = { ...schema, $defs: document.components.schemas };
  const text = JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/');
  // The document leaves room for fields of newer versions; this version has none that it does not list.
  const isStrict = (_: string, part: unknown) =>
    typeof part === 'object' && part !== null && 'properties' in part
      ? { additionalProperties: false, ...part }
      : part;
  return z.fromJSONSchema(JSON.parse(text, isStrict));
}

/** A server with one workspace, one destination and events, one of them with a revision. */
async function setUp() {
  const scene = await setUpServer();
  const workspaceKey = scene.parts.workspaces[0]?.context.workspaceKey ?? 0;
  const append = (id: number, event_type: string) =>
    scene.parts.journal.append({
      workspaceKey,
      events: [makeEvent({ id, event_type })],
      cursor: null,
      now: Date.now(),
    });
  await append(1, 'a');
  await append(2, 'b');
  await append(1, 'c');
  return scene;
}

test('it lists every route, and no other', async () => {
  const { parts, config } = await setUpServer();
  const context = { parts, config, token: null, allowedHosts: [], version: '1' } as Partial<ServerContext>;
  const { clock, logger } = parts;
  const folder = import.meta.dirname;
  const whole = { ...context, clock, logger, dashboard: folder } as ServerContext;
  const app = createApp(whole, watchStatus(whole), new AbortController().signal);
  expect(app).toBeInstanceOf(Hono);
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path !== '*' && path !== '/*')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^}]*\}(?:\})?)?/, '{$1}')}`);
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.toSorted()).toEqual([...new Set(routes)].toSorted());
});

test('every answer is as it says', async () => {
  const { url } = await setUp();
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get || path === '/api/stream') continue;
    const answer = await fetch(url + path.replace('{position}', '1'));
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const checked = schemaOf(get, answer.status, type).safeParse(
      type === 'application/json' && path !== '/api/openapi.json' ? await answer.json() : await answer.text(),
    );
    expect(checked.error?.issues, `GET ${path} ${answer.status}`).toBeUndefined();
    if (path !== '/readyz') expect(answer.status, path).toBe(200);
  }
});

test('a wrong answer would be noticed', () => {
  const status = paths['/api/status']?.['get'];
  const page = paths['/api/events']?.['get'];
  if (!status || !page) throw new Error('not listed');
  expect(schemaOf(status, 200, 'application/json').safeParse({ version: 2 }).success).toBe(false);
  const wrong = { events: [{ position: 'first' }], next: null, head: 1, indexed: 1 };
  expect(schemaOf(page, 200, 'application/json').safeParse(wrong).success).toBe(false);
  const further = { events: [], next: null, head: 1, indexed: 1, unknown: 1 };
  expect(schemaOf(page, 200, 'application/json').safeParse(further).success).toBe(false);
});

test('every parameter that is listed is taken, and errors are as it says', async () => {
  const { url } = await setUp();
  for (const [path, { get }] of Object.entries(paths)) {
    const parameters = get?.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
    for (const { name, schema } of parameters) {
      const example =
        schema.default ?? { since: '2026-01-01', until: '2026-01-01', before: '1.1' }[name] ?? 'x';
      const time = ['since', 'until'].includes(name) ? '2026-01-01T00:00:00Z' : example;
      const answer = await fetch(`${url}${path}?${name}=${time}`);
      await answer.arrayBuffer();
      expect(answer.status, `${path}?${name}=${time}`).toBe(200);
    }
    if (!get || parameters.length === 0) continue;
    const refused = await fetch(`${url}${path}?unknown=1`);
    expect(refused.status).toBe(400);
    expect(schemaOf(get, 400, 'application/json').safeParse(await refused.json()).success).toBe(true);
  }
});

test('the page shows every endpoint, with no script and within the policy', async () => {
  const { url } = await setUpServer();
  const answer = await fetch(`${url}/api/docs`);
  const text = await answer.text();
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self'; style-src 'self'/);
  expect(text).not.toMatch(/<script|<style|style=|https?:/);
  for (const path of Object.keys(paths)) expect(text).toContain(path);
});

test('the page leads those who have not signed in to the door; programs are told what they lack', async () => {
  const { url } = await setUpServer({ token: 'the-token-of-the-server' });
  const ask = (accept: string) => fetch(`${url}/api/docs`, { headers: { accept }, redirect: 'manual' });
  const led = await ask('text/html,application/xhtml+xml');
  expect([led.status, led.headers.get('location')]).toEqual([302, '/?then=%2Fapi%2Fdocs']);
  expect((await ask('application/json')).status).toBe(401);
  const told = await fetch(`${url}/api/status`, { headers: { accept: 'text/html' }, redirect: 'manual' });
  expect(told.status).toBe(401);
});
