// Loopback servers for the tests of http.ts: honest ones, broken ones, TLS ones and proxies. All are closed after each test.
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { afterEach } from 'vitest';
import { systemClock } from '../../src/platform/clock.js';
import { CollectorError } from '../../src/platform/errors.js';
import { createHttp, type Http, type HttpOptions } from '../../src/platform/http.js';

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Listens on `host` and returns the port; closed with all its connections after the test. */
export async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP server; its base URL. */
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(listener))}`;
}

/** A TCP server that talks to each connection after its first request has come; its base URL. */
export async function serveRaw(talk: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.once('data', () => talk(socket));
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

export type CertificateName = 'localhost' | 'other-host' | 'expired' | 'self-signed';

/** A TLS server with one of the certificates in certificates/, all but the self-signed one by the authority there. */
export async function serveTls(certificate: CertificateName): Promise<string> {
  const server = createHttpsServer(
    { key: readCertificate('server.key'), cert: readCertificate(`${certificate}.pem`) },
    (_request, response) => response.end('secret'),
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

export const authorityFile = new URL('./certificates/authority.pem', import.meta.url).pathname;

function readCertificate(name: string): Buffer {
  return readFileSync(new URL(`./certificates/${name}`, import.meta.url));
}

/** A proxy that both forwards and tunnels; what it was asked for stands in `asked`. */
export async function serveProxy(answer: 'all' | 407 | 403 = 'all') {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    credentials.push(request.headers['proxy-authorization']);
    response.writeHead(answer === 'all' ? 200 : answer, { 'x-via': 'proxy' }).end('through the proxy');
  });
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    credentials.push(request.headers['proxy-authorization']);
    if (answer !== 'all') {
      socket.end(`HTTP/1.1 ${answer} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = String(request.url).split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  const port = await listen(server);
  return { port, url: `http://127.0.0.1:${port}`, asked, credentials };
}

/** A client on the machine's clock, closed after the test. */
export function openHttp(options: Partial<HttpOptions> = {}): Http {
  const http = createHttp({ clock: systemClock, ...options });
  open.push(() => http.close());
  return http;
}

/** One GET with a deadline that no test should meet by accident. */
export function get(http: Http, url: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  return http.send({
    url,
    headers: { authorization: 'Bearer top-secret-token', 'accept-encoding': 'gzip' },
    timeoutMs: options.timeoutMs ?? 10_000,
    signal: options.signal ?? new AbortController().signal,
  });
}

/** The error that a promise is expected to fail with. */
export async function failure(promise: Promise<unknown>): Promise<CollectorError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof CollectorError) return error;
  throw error;
}
