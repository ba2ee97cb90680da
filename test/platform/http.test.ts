import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildOnce } from '../support/build-once.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { failure, get, listen, openHttp, serve, serveRaw } from './http-setup.js';

const text = 'Ünïcode, and more of it. '.repeat(200);

describe('createHttp', () => {
  it('brings status, headers and body of any answer', async () => {
    const url = await serve((request, response) => {
      response.writeHead(418, { 'X-Seen': `${request.method} ${request.url}`, 'set-cookie': ['a', 'b'] });
      response.end('teapot');
    });
    const answer = await get(openHttp(), `${url}/api?page%5Bafter%5D=1`);
    expect(answer.status).toBe(418);
    expect(answer.headers.get('x-seen')).toBe('GET /api?page%5Bafter%5D=1');
    expect(answer.headers.get('set-cookie')).toBe('a, b');
    expect(answer.body.toString()).toBe('teapot');
    expect(answer.latencyMs).toBeGreaterThan(0);
  });

  it('keeps connections for the next requests', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('x'));
    server.on('connection', () => {
      connections += 1;
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    const http = openHttp();
    for (let i = 0; i < 8; i += 1) await get(http, url);
    // undici may open a second one while it tidies up after the first answer, but no more.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
  ])('decodes %s', async (encoding, body) => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    expect((await get(openHttp(), url)).body.toString()).toBe(text);
  });

  it('takes an empty body that claims to be compressed for an empty body', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(),
    );
    expect((await get(openHttp(), url)).body).toHaveLength(0);
  });

  it.each([
    ['an unknown encoding', 'zstd', Buffer.from('x'), 'UNEXPECTED_RESPONSE', 'encoded as "zstd"'],
    ['a name that objects have', 'constructor', Buffer.from('x'), 'UNEXPECTED_RESPONSE', 'encoded as'],
    ['a broken gzip', 'gzip', gzipSync(text).fill(7, 20), 'UPSTREAM_FAILED', 'broke off'],
    ['a truncated gzip', 'gzip', gzipSync(text).subarray(0, 60), 'UPSTREAM_FAILED', 'broke off'],
    ['text that claims to be gzip', 'gzip', Buffer.from('{}'), 'UPSTREAM_FAILED', 'damaged'],
  ])('refuses %s', async (_what, encoding, body, code, message) => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    const error = await failure(get(openHttp(), url));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.retryable).toBe(true);
  });

  it.each([
    ['fewer bytes than announced', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort'],
    ['a chunk that is no chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n'],
    ['a last chunk that never comes', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'],
  ])('says that the response broke off: %s', async (_what, answer) => {
    const url = await serveRaw((socket) => socket.end(answer));
    const error = await failure(get(openHttp(), url));
    expect(error.code).toBe('UPSTREAM_FAILED');
    expect(error.message).toContain('broke off');
    expect(error.status).toBe(200);
    expect(error.retryable).toBe(true);
  });

  it('gives up a body that is too large, without reading it all', async () => {
    let sent = 0;
    const url = await serve((_request, response) => {
      const piece = Buffer.alloc(1024 * 1024, 'x');
      const write = () => {
        if (response.destroyed || sent >= 200) return;
        sent += 1;
        response.write(piece, write);
      };
      write();
    });
    const error = await failure(get(openHttp({ maxBytes: 8 * 1024 * 1024 }), url));
    expect(error.code).toBe('UNEXPECTED_RESPONSE');
    expect(error.message).toContain('larger than 8 MiB');
    expect(sent).toBeLessThan(60);
  });

  it('gives up a small body that unpacks to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    const error = await failure(get(openHttp({ maxBytes: 8 * 1024 * 1024 }), url));
    expect(error.message).toContain('larger than 8 MiB');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    ['never answers', () => undefined],
    ['sends half a head', (socket: { write(text: string): void }) => socket.write('HTTP/1.1 200 OK\r\nx: ')],
  ])('ends at the deadline where a server %s', async (_what, talk) => {
    const url = await serveRaw((socket) => void talk(socket));
    const from = performance.now();
    const error = await failure(get(openHttp(), url, { timeoutMs: 300 }));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('timeout: no answer within 0.3 s');
    expect(performance.now() - from).toBeLessThan(2000);
  });

  it('ends at the deadline where a body trickles', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    const error = await failure(get(openHttp(), url, { timeoutMs: 400 }));
    expect(error.code).toBe('UPSTREAM_FAILED');
    expect(error.message).toContain('it was not complete within 0.4 s');
  });

  it('measures its deadline by the clock that it was given', async () => {
    const url = await serveRaw(() => undefined);
    const clock = createVirtualClock();
    const asked = failure(get(openHttp({ clock }), url, { timeoutMs: 40_000 }));
    await clock.run(asked);
    expect(clock.monotonic()).toBe(40_000);
    expect((await asked).message).toContain('within 40 s');
  });

  it('stops at once when it is told to, before and during a request', async () => {
    const url = await serveRaw(() => undefined);
    const controller = new AbortController();
    const asked = failure(get(openHttp(), url, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 100);
    expect((await asked).code).toBe('ABORTED');
    expect((await failure(get(openHttp(), url, { signal: controller.signal }))).code).toBe('ABORTED');
  });

  it('follows no redirect', async () => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.end();
    });
    const url = await serve((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    expect((await get(openHttp(), url)).status).toBe(302);
    expect(visits).toBe(0);
  });

  it('reaches an IPv6 address', async () => {
    const server = createServer((_request, response) => response.end('six'));
    const port = await listen(server, '::1');
    expect((await get(openHttp(), `http://[::1]:${port}/`)).body.toString()).toBe('six');
  });

  it('lets the process end while a connection is idle, and can be used again after closing', async () => {
    // Building takes its time where several test files ask for it at once.
    const url = await serve((_request, response) => response.end('x'));
    const dist = pathToFileURL(await buildOnce()).href;
    const script = `
      import { systemClock } from '${dist}/platform/clock.js';
      import { createHttp } from '${dist}/platform/http.js';
      const http = createHttp({ clock: systemClock });
      const request = { url: '${url}', headers: {}, signal: new AbortController().signal };
      await http.send(request);
      await http.close();
      console.log((await http.send(request)).status);
    `;
    const node = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 10_000,
    });
    expect(node.stdout).toBe('200\n');
  }, 120_000);
});
