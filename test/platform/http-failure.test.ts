import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../src/platform/http-failure.js';
import { authorityFile, failure, get, openHttp, serveRaw, serveTls } from './http-setup.js';

/** A port on which nothing listens. */
async function findClosedPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('what an operator is told', () => {
  it('connection refused', async () => {
    const error = await failure(get(openHttp(), `http://127.0.0.1:${await findClosedPort()}`));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('connection refused');
    expect(error.retryable).toBe(true);
  });

  it('a host name that does not exist', async () => {
    const error = await failure(get(openHttp(), 'https://nowhere.invalid'));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('nowhere.invalid: DNS: the host name nowhere.invalid was not found');
    expect(error.hint).toContain('spelling');
  });

  it.each([
    ['reset', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
    ['closed', (socket: { end(): unknown }) => socket.end()],
  ])('a connection that is %s before an answer', async (_how, talk) => {
    const error = await failure(get(openHttp(), await serveRaw((socket) => void talk(socket))));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('closed before an answer came');
  });

  it('something that is not HTTP', async () => {
    const url = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    const error = await failure(get(openHttp(), url));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('does not speak HTTP');
  });

  it.each([
    ['self-signed', [], 'TLS: the certificate is self-signed', 'ca_file'],
    ['localhost', [], 'authority that is not known', 'ca_file'],
    ['expired', [authorityFile], 'TLS: the certificate is expired', 'clock'],
    ['other-host', [authorityFile], 'another host name than 127.0.0.1', 'Check the host'],
  ] as const)('a %s certificate', async (certificate, caFiles, problem, hint) => {
    const error = await failure(get(openHttp({ caFiles }), await serveTls(certificate)));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain(problem);
    expect(error.hint).toContain(hint);
  });

  it('https where http is spoken', async () => {
    const url = await serveRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const error = await failure(get(openHttp(), url.replace('http:', 'https:')));
    expect(error.message).toContain('does not speak TLS');
  });

  it('a TLS handshake that never ends, and closing does not wait for it', async () => {
    const url = await serveRaw(() => undefined);
    const http = openHttp();
    const error = await failure(get(http, url.replace('http:', 'https:'), { timeoutMs: 300 }));
    expect(error.message).toContain('timeout: no answer within 0.3 s');
    const from = performance.now();
    await http.close();
    expect(performance.now() - from).toBeLessThan(1000);
  });

  it('accepts a certificate of an authority that was given', async () => {
    const http = openHttp({ caFiles: [authorityFile] });
    expect((await get(http, await serveTls('localhost'))).body.toString()).toBe('secret');
  });

  it.each([
    ['missing', '/nowhere/ca.pem'],
    ['without a certificate', new URL('./certificates/server.key', import.meta.url).pathname],
  ])('a file of authorities that is %s', async (_what, path) => {
    const error = await failure(get(openHttp({ caFiles: [path] }), 'https://127.0.0.1:1'));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(path);
  });

  it('an error of all addresses of a host by its first', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    const error = describeFailure(new AggregateError([refused, refused]), {
      url: 'http://localhost:1/api',
      status: undefined,
      timedOut: false,
      timeoutMs: 1,
      proxy: {},
    });
    expect(error.message).toBe('localhost:1: connection refused: nothing listens at this address and port.');
  });
});
