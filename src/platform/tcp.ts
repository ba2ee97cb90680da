// One TCP connection, with or without TLS, that only sends. TCP acknowledges nothing by itself: what can be known of the other side is
// known by how the connection ends.
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Clock } from './clock.js';
import { abortedError, CollectorError } from './errors.js';
import { explainConnection } from './http-failure.js';

export interface TcpOptions {
  host: string;
  port: number;
  /** Null: without TLS. */
  tls: ConnectionOptions | null;
  /** The longest that connecting, a write or an ending may take. */
  timeoutMs: number;
  clock: Clock;
}

export interface TcpConnection {
  /** Whether neither side has ended it, as far as is known here. */
  readonly isOpen: boolean;
  /**
   * Resolves once the operating system has taken everything; it may still be lost.
   * @throws CollectorError DESTINATION_UNAVAILABLE, ABORTED.
   */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Ends this side and resolves once the other has ended its own: a program that reads to the end before it closes has read
   * everything by then.
   * @throws CollectorError DESTINATION_UNAVAILABLE where it ended first, broke off, or does not end at all; ABORTED.
   */
  finish(signal: AbortSignal): Promise<void>;
  /** Lets go of it at once. */
  destroy(): void;
}

/**
 * A host may have several addresses: so long each but the last is tried. Node's own 250 ms give up addresses far away, and all of them
 * where this process is busy.
 */
export const ADDRESS_ATTEMPT_MS = 2_500;

/** A socket that is being connected. The certificate of the other side is checked against `host`. */
export function openSocket({ host, port, tls }: Pick<TcpOptions, 'host' | 'port' | 'tls'>): Socket {
  const address = { host, port, autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS };
  const name = isIP(host) === 0 ? { servername: host } : {};
  return tls ? connectTls({ ...address, ...name, ...tls }) : connectPlain(address);
}

/** @throws CollectorError DESTINATION_UNAVAILABLE, ABORTED. */
export async function connectTcp(options: TcpOptions, signal: AbortSignal): Promise<TcpConnection> {
  const socket = openSocket(options);
  const life = watch(socket);
  const within = <Result>(doing: string, wait: Promise<Result>, stop: AbortSignal) =>
    withinLimits(options, { doing, socket, wait: Promise.race([wait, life.broken]) }, stop);
  await within('the connection', once(socket, options.tls ? 'secureConnect' : 'connect'), signal);
  return {
    get isOpen() {
      return life.isOpen();
    },
    write: (bytes, stop) => within('a write', send(socket, bytes), stop),
    async finish(stop) {
      await within('a write', sendEnd(socket), stop);
      await within('the end that the receiver makes of it', life.endOf(), stop);
    },
    destroy: () => void socket.destroy(),
  };
}

/** What becomes of a socket: `broken` rejects when it fails, or when the other side ends it first. */
function watch(socket: Socket) {
  let ended = false;
  let finished = false;
  const broken = new Promise<never>((_resolve, reject) => {
    socket.once('error', reject);
    socket.once('finish', () => {
      finished = true;
    });
    socket.once('end', () => {
      ended = true;
      if (!finished) reject(endedEarly());
    });
    socket.once('close', () => reject(endedEarly()));
  });
  broken.catch(() => undefined);
  const end = once(socket, 'end');
  // What it says is of no interest, but without reading its end is not seen.
  socket.resume();
  return { broken, endOf: () => end, isOpen: () => !ended && !socket.destroyed && socket.writable };
}

function endedEarly(): Error {
  return Object.assign(new Error('ended by the other side'), { code: 'ECONNRESET' });
}

function once(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve) => socket.once(event, () => resolve()));
}

function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function sendEnd(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.end(() => resolve()));
}

interface Waiting<Result> {
  doing: string;
  socket: Socket;
  wait: Promise<Result>;
}

async function withinLimits<Result>(
  { host, port, timeoutMs, clock }: TcpOptions,
  { doing, socket, wait }: Waiting<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const over = new AbortController();
  const stop = () => over.abort('stopped');
  signal.addEventListener('abort', stop, { once: true });
  const late = clock.sleep(timeoutMs, over.signal).then(
    () => 'late' as const,
    () => 'stopped' as const,
  );
  try {
    if (signal.aborted) throw abortedError(signal);
    const result = await Promise.race([wait.then((value) => ({ value })), late]);
    if (typeof result === 'object') return result.value;
    throw signal.aborted ? abortedError(signal) : tooLate(`${host}:${port}`, doing, timeoutMs);
  } catch (error: unknown) {
    socket.destroy();
    if (error instanceof CollectorError) throw error;
    const { problem, hint } = explainBreak(error) ?? explainConnection(error, host);
    throw new CollectorError('DESTINATION_UNAVAILABLE', `${host}:${port}: ${problem}.`, {
      hint,
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', stop);
    over.abort('over');
  }
}

function explainBreak(error: unknown): { problem: string; hint: string } | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ECONNRESET' && code !== 'EPIPE') return undefined;
  return {
    problem: `the connection was ended by the other side (${code})`,
    hint: 'Usually this passes. If it stays, look into the log of the receiver: TLS that it does not expect or misses, a client certificate that it asks for, a message that is too long for it.',
  };
}

function tooLate(where: string, doing: string, timeoutMs: number): CollectorError {
  return new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `${where}: ${doing} took longer than ${timeoutMs} ms.`,
    {
      hint: 'Check that the receiver runs and reads, that firewalls let this machine reach it, and that it expects TLS exactly where the settings do.',
    },
  );
}
