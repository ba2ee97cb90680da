import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/platform/clock.js';
import { setUpServer } from './server-setup.js';

const TOKEN = 'a-token-of-the-server';

/** A GET whose Host can be chosen. */
function getAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/api/session`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

async function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

describe('what is served', () => {
  test('the page at every path without an ending, files by their names', async () => {
    const { url } = await setUpServer();
    for (const path of ['/', '/events?q=x', '/connect']) {
      const page = await fetch(url + path);
      expect(await page.text()).toContain('<title>page');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
    const script = await fetch(`${url}/assets/page-1a2b.js`);
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(script.headers.get('cache-control')).toMatch(/immutable/);
    for (const path of [
      '/assets/none.js',
      '/../package.json',
      '/%2e%2e/journal.db',
      '/assets/..%2f..%2fjournal.db',
    ]) {
      expect((await fetch(url + path)).status, path).toBe(404);
    }
  });

  test('the status as `status --json` has it, kept by nobody', async () => {
    const { url } = await setUpServer();
    const answer = await fetch(`${url}/api/status`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      version: 1,
      workspaces: [{ name: 'acme', state: 'starting' }],
    });
  });

  test('an address with nothing at it says so', async () => {
    const { url } = await setUpServer();
    const answer = await fetch(`${url}/api/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  test('health: alive while the journal can be read, ready once everything works', async () => {
    const { url } = await setUpServer();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({
      status: 'ok',
      reasons: ['workspace acme: not contacted yet'],
    });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'not ready', reasons: [/not contacted yet/] });
  });
});

describe('the stream', () => {
  test('sends the status, and ends with the server', async () => {
    const { server, url } = await setUpServer();
    const { body } = await fetch(`${url}/api/stream`);
    if (!body) throw new Error('no stream');
    let text = '';
    const reading = (async () => {
      for await (const piece of body.pipeThrough(new TextDecoderStream())) {
        text += piece;
        if (text.includes('event: status')) void server.close();
      }
    })();
    await reading.catch(() => undefined);
    expect(text).toMatch(/event: hello/);
    expect(JSON.parse(/event: status\ndata: (.*)/.exec(text)?.[1] ?? '')).toMatchObject({ version: 1 });
  });
});

describe('protection', () => {
  test('a name that is not ours is refused, whatever it resolves to', async () => {
    const { url } = await setUpServer({ allowedHosts: ['collector.example.com'] });
    const { port } = new URL(url);
    for (const host of [
      `localhost:${port}`,
      `127.0.0.1:${port}`,
      '[::1]:8321',
      'Collector.example.com',
      '10.1.2.3',
    ]) {
      expect(await getAs(url, host), host).toBe(200);
    }
    for (const host of ['attacker.example', `localhost.attacker.example:${port}`, '127.0.0.1.nip.io']) {
      expect(await getAs(url, host), host).toBe(421);
    }
  });

  test('every answer carries the headers that keep a page to itself', async () => {
    const { url } = await setUpServer();
    for (const path of ['/', '/api/status', '/healthz', '/api/nothing']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'/,
      );
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  test('with a token, nothing but health and the page is seen without it', async () => {
    const { url } = await setUpServer({ token: TOKEN });
    expect((await fetch(`${url}/api/status`)).status).toBe(401);
    expect((await fetch(`${url}/api/stream`)).status).toBe(401);
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    const authorized = { headers: { authorization: `Bearer ${TOKEN}` } };
    expect((await fetch(`${url}/api/status`, authorized)).status).toBe(200);
    expect(
      (await fetch(`${url}/api/status`, { headers: { authorization: 'Bearer another-token' } })).status,
    ).toBe(401);
  });

  test('signing in gives a cookie that no script can read, and that ends with signing out', async () => {
    const { url } = await setUpServer({ token: TOKEN });
    expect((await post(url, '/api/login', { token: 'wrong' })).status).toBe(401);
    const signedIn = await post(url, '/api/login', { token: TOKEN });
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await fetch(`${url}/api/status`, { headers })).status).toBe(200);
    const session = await (await fetch(`${url}/api/session`, { headers })).json();
    expect(session).toMatchObject({ login_required: true, signed_in: true, version: '1.2.3' });
    await post(url, '/api/logout', {}, headers);
    expect((await fetch(`${url}/api/status`, { headers })).status).toBe(401);
  });

  test('guessing is slowed down, also for whoever guesses right then', async () => {
    let elapsed = 0;
    const clock = { ...systemClock, monotonic: () => elapsed };
    const { url } = await setUpServer({ token: TOKEN, clock });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await post(url, '/api/login', { token: `guess ${attempt}` })).status).toBe(401);
    }
    const refused = await post(url, '/api/login', { token: TOKEN });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    elapsed = 60_001;
    expect((await post(url, '/api/login', { token: TOKEN })).status).toBe(200);
  });

  test('a change needs JSON, the same origin, and the token of the page', async () => {
    const { url } = await setUpServer();
    const { csrf_token } = (await (await fetch(`${url}/api/session`)).json()) as { csrf_token: string };
    const attempts: [number, Record<string, string>][] = [
      [403, {}],
      [403, { 'x-csrf-token': 'guess' }],
      [403, { 'x-csrf-token': csrf_token, origin: 'https://attacker.example' }],
      [403, { 'x-csrf-token': csrf_token, 'sec-fetch-site': 'cross-site' }],
      [403, { 'x-csrf-token': csrf_token, 'content-type': 'text/plain' }],
      [404, { 'x-csrf-token': csrf_token, origin: url }],
    ];
    for (const [status, headers] of attempts) {
      expect((await post(url, '/api/no-such-action', {}, headers)).status, JSON.stringify(headers)).toBe(
        status,
      );
    }
  });

  test('a body that is too long or no JSON is refused', async () => {
    const { url } = await setUpServer({ token: TOKEN });
    expect((await post(url, '/api/login', { token: 'x'.repeat(70_000) })).status).toBe(413);
    const headers = { 'content-type': 'application/json' };
    const broken = await fetch(`${url}/api/login`, { method: 'POST', body: '{', headers });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ error: { code: 'CONFIG_INVALID', message: /not JSON/ } });
  });
});
