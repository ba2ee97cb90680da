// One request, with manners: a deadline for the whole of it, a limit to its size, no redirect followed, and an error that says
// what went wrong in an operator's words. Workato, and every destination that speaks HTTP, is asked through this and nothing else.
import type { Dispatcher } from 'undici';
import type { Clock } from './clock.js';
import { abortedError, CollectorError } from './errors.js';
import { decodeBody } from './http-body.js';
import { createDispatcher } from './http-dispatcher.js';
import { describeFailure } from './http-failure.js';
import type { ProxySettings } from './proxy-settings.js';

/** How requests go out. All of it is decided once, at the door. */
export interface HttpOptions {
  clock: Clock;
  /** Proxies as the environment names them. */
  proxy?: ProxySettings;
  /**
   * PEM files with certificate authorities to trust beside Node's own. `NODE_EXTRA_CA_CERTS` works by itself only where this is
   * empty; otherwise its file must be listed here too.
   */
  caFiles?: readonly string[];
  /** Most bytes of a body, counted after decompression. Default 64 MiB. */
  maxBytes?: number;
}

export interface HttpRequest {
  /** Default GET. */
  method?: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: Uint8Array;
  /** From the first packet to the last byte, however they trickle. Default 40 s. */
  timeoutMs?: number;
  signal: AbortSignal;
}

export interface HttpResponse {
  status: number;
  /** By lower-case name; repeated headers are joined by a comma. */
  headers: ReadonlyMap<string, string>;
  /** Decompressed. */
  body: Buffer;
  /** Milliseconds between sending and having the whole response. */
  latencyMs: number;
}

export interface Http {
  /**
   * Sends one request and reads the whole answer, whatever its status.
   * @throws CollectorError BASE_URL_UNREACHABLE where there was no answer, UPSTREAM_FAILED where it broke off,
   * UNEXPECTED_RESPONSE where it is too large or in an unknown encoding, ABORTED.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection at once. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 40_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** Makes a client with its own pool of connections. Nothing is loaded or opened before the first request. */
export function createHttp(options: HttpOptions): Http {
  const { clock, maxBytes = DEFAULT_MAX_BYTES, proxy = {} } = options;
  let dispatcher: Promise<Dispatcher> | undefined;
  const connect = () => {
    dispatcher ??= createDispatcher(proxy, options.caFiles ?? []).catch((error: unknown) => {
      dispatcher = undefined;
      throw error;
    });
    return dispatcher;
  };

  const exchange = async (request: HttpRequest, signal: AbortSignal, progress: Progress) => {
    const { origin, pathname, search } = new URL(request.url);
    const via = await connect();
    if (signal.aborted) throw signal.reason;
    const response = await via.request({
      origin,
      path: pathname + search,
      method: request.method ?? 'GET',
      headers: request.headers,
      body: request.body ?? null,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    progress.status = response.statusCode;
    const headers = readHeaders(response.headers);
    const body = await decodeBody(response.body, headers.get('content-encoding'), maxBytes);
    return { status: response.statusCode, headers, body };
  };

  return {
    async send(request) {
      const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
      if (signal.aborted) throw abortedError(signal);
      const ending = new AbortController();
      const progress: Progress = { status: undefined, timedOut: false };
      const stop = () => ending.abort(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      const expire = () => {
        progress.timedOut = true;
        ending.abort(new Error(`no complete answer within ${timeoutMs} ms`));
      };
      const over = new AbortController();
      clock.sleep(timeoutMs, over.signal).then(expire, () => undefined);
      const sentAt = clock.monotonic();
      try {
        // undici does not look at the signal while a connection is being opened.
        const response = await Promise.race([
          exchange(request, ending.signal, progress),
          rejectOnAbort(ending.signal),
        ]);
        return { ...response, latencyMs: clock.monotonic() - sentAt };
      } catch (error) {
        if (signal.aborted) throw abortedError(signal);
        if (error instanceof CollectorError) throw error;
        throw describeFailure(error, { ...progress, url: request.url, timeoutMs, proxy });
      } finally {
        over.abort('answered');
        signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      const opened = dispatcher;
      dispatcher = undefined;
      await opened?.then((via) => via.destroy()).catch(() => undefined);
    },
  };
}

/** How far an exchange had come when it failed. */
interface Progress {
  status: number | undefined;
  timedOut: boolean;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function readHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Map<string, string> {
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) read.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value);
  }
  return read;
}
