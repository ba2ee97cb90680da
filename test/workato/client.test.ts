import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PageQuery } from '../../src/events/page.js';
import type { CollectorError, ErrorCode } from '../../src/platform/errors.js';
import { silentLogger } from '../../src/platform/log.js';
import type { Source } from '../../src/pull/source.js';
import { type ClientOptions, createClient } from '../../src/workato/client.js';
import { createTokenSource } from '../../src/workato/token.js';
import { failure, openHttp, serve, serveRaw } from '../platform/http-setup.js';

const TOKEN = 'wrkaeu-eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl';
const noFilters = {
  usersIds: [],
  includeEventTypes: [],
  excludeEventTypes: [],
  includeResourceTypes: [],
  excludeResourceTypes: [],
};

function openClient(baseUrl: string, options: Partial<ClientOptions> = {}): Source {
  return createClient({
    baseUrl,
    managedUserId: null,
    token: createTokenSource({ kind: 'environment', variable: 'T', value: TOKEN }, silentLogger),
    filters: noFilters,
    http: openHttp(),
    timeoutMs: 5000,
    version: '1.2.3',
    now: () => Date.UTC(2026, 0, 1, 12, 0, 0),
    ...options,
  });
}

const ask = (client: Source, query: PageQuery = {}) => client.readPage(query, new AbortController().signal);

async function askFailing(listener: RequestListener, options: Partial<ClientOptions> = {}) {
  const error = await failure(ask(openClient(await serve(listener), options)));
  expect(`${error.message}${error.hint}`).not.toContain(TOKEN);
  return error;
}

const answering =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

/** Asks once and returns the request as the server saw it. */
async function seeRequest(query: PageQuery, options: Partial<ClientOptions> = {}): Promise<IncomingMessage> {
  let seen: IncomingMessage | undefined;
  const url = await serve((request, response) => {
    seen = request;
    response.end('{"data":null}');
  });
  await ask(openClient(url, options), query);
  if (seen === undefined) throw new Error('nothing was asked');
  return seen;
}

describe('what is asked', () => {
  it('has the exact form of the wire, with arrays as repeated keys', async () => {
    const request = await seeRequest(
      {
        from: Date.UTC(2026, 0, 1),
        to: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
        after: '90071992547409931234',
        size: 100,
      },
      {
        filters: {
          usersIds: [7, 8],
          includeEventTypes: ['user_login', 'a&b=c'],
          excludeEventTypes: ['user_logout'],
          includeResourceTypes: ['Recipe', 'User'],
          excludeResourceTypes: ['Über'],
        },
      },
    );
    expect(request.method).toBe('GET');
    expect(request.url).toBe(
      '/api/activity_logs?page%5Bafter%5D=90071992547409931234&page%5Bsize%5D=100' +
        '&from=2026-01-01T00%3A00%3A00.000Z&to=2026-01-02T03%3A04%3A05.006Z' +
        '&users_ids%5B%5D=7&users_ids%5B%5D=8' +
        '&include_resource_types%5B%5D=Recipe&include_resource_types%5B%5D=User' +
        '&exclude_resource_types%5B%5D=%C3%9Cber' +
        '&include_event_types%5B%5D=user_login&include_event_types%5B%5D=a%26b%3Dc' +
        '&exclude_event_types%5B%5D=user_logout',
    );
  });

  it('sends nothing that was not asked for, and says who asks', async () => {
    const request = await seeRequest({});
    expect(request.url).toBe('/api/activity_logs');
    expect(request.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'workato-audit-logs/1.2.3',
    });
  });

  it.each([
    ['2100003309', '/api/managed_users/2100003309/activity_logs'],
    ['EA2300', '/api/managed_users/EA2300/activity_logs'],
    ['Eacme@example.com', '/api/managed_users/Eacme%40example.com/activity_logs'],
    ['E../../users', '/api/managed_users/E..%2F..%2Fusers/activity_logs'],
  ])('asks the Embedded endpoint for the customer %s', async (managedUserId, path) => {
    expect((await seeRequest({}, { managedUserId })).url).toBe(path);
  });
});

describe('a page', () => {
  it('holds the records with their bytes, the server’s time and the correlation id', async () => {
    const record = '{ "id":1,"event_type" : "user_login","timestamp":"2026-01-01 10:00:00 UTC"}';
    const url = await serve(
      answering(200, `{"data":[${record}],"total":1}`, {
        date: 'Thu, 01 Jan 2026 12:00:00 GMT',
        'x-correlation-id': 'abc-123',
      }),
    );
    const page = await ask(openClient(url));
    expect(page.events.map((event) => Buffer.from(event.raw).toString())).toEqual([record]);
    expect(page.serverTime).toBe(Date.UTC(2026, 0, 1, 12));
    expect(page.correlationId).toBe('abc-123');
    expect(page.latencyMs).toBeGreaterThan(0);
  });

  it.each([['not a date'], ['2026-01-01T00:00:00Z']])('has no time where Date is %j', async (date) => {
    const page = await ask(openClient(await serve(answering(200, '{"data":[]}', { date }))));
    expect(page.serverTime).toBeNull();
    expect(page.correlationId).toBeUndefined();
  });

  it('may begin with a byte order mark, and hold line breaks', async () => {
    const url = await serve(answering(200, '\uFEFF{\r\n"data": [\r\n{"id":5}\r\n]}\r\n'));
    expect((await ask(openClient(url))).events[0]?.key).toBe('5');
  });

  it('in Latin-1 that says so becomes UTF-8; UTF-8 that claims to be Latin-1 stays', async () => {
    const json = '{"data":[{"id":1,"event_type":"é"}]}';
    for (const encoding of ['latin1', 'utf8'] as const) {
      const type = { 'content-type': 'application/json; charset=ISO-8859-1' };
      const url = await serve(answering(200, Buffer.from(json, encoding), type));
      const [event] = (await ask(openClient(url))).events;
      expect(event?.type).toBe('é');
      expect(Buffer.from(event?.raw ?? []).toString()).toBe('{"id":1,"event_type":"é"}');
    }
  });
});

describe('an answer that is not a page', () => {
  it.each<[number, ErrorCode, boolean, string]>([
    [400, 'UNEXPECTED_RESPONSE', false, 'filters'],
    [401, 'AUTHENTICATION_FAILED', false, 'https://app.eu.workato.com'],
    [403, 'PERMISSION_DENIED', false, 'GET /api/activity_logs'],
    [404, 'UNEXPECTED_RESPONSE', false, 'Check the base URL'],
    [408, 'UPSTREAM_FAILED', true, 'passes'],
    [410, 'UNEXPECTED_RESPONSE', false, 'a year'],
    [418, 'UNEXPECTED_RESPONSE', false, 'report'],
    [429, 'RATE_LIMITED', true, 'requests_per_minute'],
    [500, 'UPSTREAM_FAILED', true, 'status.workato.com'],
    [503, 'UPSTREAM_FAILED', true, 'status.workato.com'],
    [206, 'UNEXPECTED_RESPONSE', true, 'a login page'],
  ])('%i is %s', async (status, code, retryable, hint) => {
    const headers = { 'x-correlation-id': 'id-of-request' };
    const error = await askFailing(answering(status, '{"message":"In my own words"}', headers));
    expect(error.code).toBe(code);
    expect(error.status).toBe(status);
    expect(error.retryable).toBe(retryable);
    expect(error.hint).toContain(hint);
    expect(error.message).toContain('In my own words');
    expect(error.message).not.toContain('id-of-request');
    expect(error.correlationId).toBe('id-of-request');
    expect(error.message).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/api\/activity_logs answered \d+/);
  });

  it('tells an unknown customer from an unknown API on the Embedded endpoint', async () => {
    const customer = await askFailing(answering(404, '{"message":"Not found"}'), { managedUserId: 'EA1' });
    expect(customer.hint).toContain('managed_user_id');
    const api = await askFailing(answering(404, '{"message":"API not found"}'), { managedUserId: 'EA1' });
    expect(api.hint).toContain('Check the base URL');
    const refused = await askFailing(answering(403, ''), { managedUserId: 'EA1' });
    expect(refused.hint).toContain('Embed admin workspace');
  });

  it.each([
    [429, '7', {}, 7000],
    [429, 'Thu, 01 Jan 2026 12:00:09 GMT', {}, 9000],
    [429, 'Thu, 01 Jan 2026 10:00:09 GMT', { date: 'Thu, 01 Jan 2026 10:00:00 GMT' }, 9000],
    [429, 'Thu, 01 Jan 2026 09:00:00 GMT', { date: 'Thu, 01 Jan 2026 10:00:00 GMT' }, 0],
    [429, 'soon', {}, undefined],
    [503, '30', {}, 30_000],
  ])('%i with Retry-After %s', async (status, retryAfter, headers, expected) => {
    const error = await askFailing((_request, response) => {
      response.sendDate = false;
      response.writeHead(status, { ...headers, 'retry-after': retryAfter }).end();
    });
    expect(error.retryAfterMs).toBe(expected);
  });

  it.each<[string, RequestListener, string]>([
    ['HTML', answering(200, '<html>Sign in</html>', { 'content-type': 'text/html' }), 'HTML'],
    ['an error object', answering(200, '{"error":"nope"}'), '"data"'],
    ['an empty body', answering(200, ''), 'empty'],
    ['JSON that breaks off', answering(200, '{"data":[{"id":1'), 'not JSON'],
    ['another shape', answering(200, '{"data":{}}'), '"data" that is an object'],
    ['a list', answering(200, '[]'), 'an array'],
    ['no content', answering(204, ''), 'answered 204'],
  ])('%s is UNEXPECTED_RESPONSE', async (_what, listener, message) => {
    const error = await askFailing(listener);
    expect(error.code).toBe('UNEXPECTED_RESPONSE');
    expect(error.message).toContain(message);
    expect(error.hint).toContain('https://www.workato.com');
  });

  it('quotes a body shortly, redacted and without control characters', async () => {
    const body = `<p>\u001b[31m${'x'.repeat(150)} Authorization: Bearer ${TOKEN} \n ${'y'.repeat(100_000)}`;
    for (const status of [200, 500]) {
      const error = await askFailing(answering(status, body));
      expect(error.message).not.toMatch(/eyJ|wrka|\p{Cc}|yyyy/u);
      expect(error.message.length).toBeLessThan(600);
    }
    const whole = await askFailing(answering(400, JSON.stringify({ message: `bad token ${TOKEN}` })));
    expect(whole.message).toContain('"bad token [redacted]"');
  });

  it('reads titles of errors, and copes with bodies that are no help', async () => {
    const titled = await askFailing(answering(400, '{"errors":[{"code":7,"title":"Bad from"}]}'));
    expect(titled.message).toContain('It says: "Bad from"');
    for (const body of ['null', '{"message":{}}', '{"errors":[]}', '{"errors":"x"}', '['.repeat(60_000)])
      expect((await askFailing(answering(500, body))).code).toBe('UPSTREAM_FAILED');
  });

  it.each([301, 302, 307, 308])('%i is not followed, and the token stays at home', async (status) => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.end('{"data":[]}');
    });
    const location = `${elsewhere.replace('http://', 'http://user:pw12345@')}/login?token=zzz999`;
    const error = await askFailing(answering(status, '', { location }));
    expect(visits).toBe(0);
    expect(error.code).toBe('UNEXPECTED_RESPONSE');
    expect(error.retryable).toBe(false);
    expect(error.message).toContain(`a redirect to ${elsewhere}`);
    expect(error.message).not.toMatch(/pw12345|zzz999/);
  });

  it('a redirect to nowhere is one too', async () => {
    expect((await askFailing(answering(302, '', { location: 'http://' }))).message).toContain('nowhere');
    expect((await askFailing(answering(304, ''))).code).toBe('UNEXPECTED_RESPONSE');
  });

  it('a response that breaks off keeps its own error', async () => {
    const url = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"da'));
    const error: CollectorError = await failure(ask(openClient(url)));
    expect(error.code).toBe('UPSTREAM_FAILED');
  });

  it('a correlation id cannot bring control characters or length', async () => {
    const error = await askFailing((_request, response) => {
      response.socket?.end(
        `HTTP/1.1 500 X\r\nx-correlation-id: a\u0009b${'c'.repeat(500)}\r\ncontent-length: 0\r\n\r\n`,
      );
    });
    expect(error.correlationId).toMatch(/^abc{98}$/);
  });
});

describe('a token that is refused', () => {
  it('is renewed once for all requests that were under way with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'client-'));
    const path = join(folder, 'token');
    await writeFile(path, 'token-of-yesterday', { mode: 0o600 });
    const url = await serve((request, response) => {
      const isKnown = request.headers.authorization === 'Bearer token-of-today';
      response.writeHead(isKnown ? 200 : 401).end('{"data":[]}');
    });
    const token = createTokenSource({ kind: 'file', path }, silentLogger);
    const client = openClient(url, { token });
    const refused = await Promise.all([failure(ask(client)), failure(ask(client))]);
    expect(refused.map(({ code }) => code)).toEqual(['AUTHENTICATION_FAILED', 'AUTHENTICATION_FAILED']);
    expect(await client.renewToken()).toBe(false);
    await writeFile(path, 'token-of-today');
    expect([await client.renewToken(), await client.renewToken()]).toEqual([true, true]);
    expect((await ask(client)).events).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('is not asked for again where it comes from the environment', async () => {
    const client = openClient(await serve(answering(401, '')));
    await failure(ask(client));
    expect(await client.renewToken()).toBe(false);
  });
});
