// Putting an answer on the wire, whole or in one of the ways in which that goes wrong.
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../platform/clock.js';
import type { Answer } from './answer.js';
import type { Fault } from './faults.js';

export interface Sending {
  response: ServerResponse;
  answer: Answer;
  headers: Readonly<Record<string, string>>;
  fault: Fault | null;
  gzip: boolean;
  clock: Clock;
  /** Aborted when the simulator stops or the client leaves. */
  signal: AbortSignal;
}

const MEGABYTE = 1024 * 1024;

/** Sends the answer, or part of it. Returns when nothing more is to be sent. */
export async function send(sending: Sending): Promise<void> {
  const { response, answer, headers, fault, signal } = sending;
  const bytes = Buffer.from(answer.body);
  const head = { ...answer.headers, ...headers };
  switch (fault?.kind) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'reset-midway':
      response.writeHead(answer.status, { ...head, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.resetAndDestroy());
      return;
    case 'hang':
      return;
    case 'drip':
      response.writeHead(answer.status, { ...head, 'content-length': bytes.length });
      await drip(sending, bytes, Number(fault.argument ?? 10_000));
      return;
    case 'wrong-length':
      response.writeHead(answer.status, { ...head, 'content-length': bytes.length + 100 });
      response.write(bytes, () => response.socket?.end());
      return;
    case 'bad-chunk':
      response.writeHead(answer.status, { ...head, 'transfer-encoding': 'chunked' });
      response.write(bytes.subarray(0, bytes.length >> 1), () =>
        response.socket?.end('not a chunk size\r\n'),
      );
      return;
    case 'bad-gzip':
      response.writeHead(answer.status, { ...head, 'content-encoding': 'gzip' });
      response.end(bytes);
      return;
    case 'huge':
      response.writeHead(200, { ...head, 'content-type': 'application/json; charset=utf-8' });
      await pour(response, Number(fault.argument ?? 200), signal);
      return;
    default:
      sendWhole(sending, bytes, head);
  }
}

function sendWhole(
  { response, answer, gzip }: Sending,
  bytes: Buffer,
  head: Readonly<Record<string, string>>,
): void {
  const body = gzip ? gzipSync(bytes) : bytes;
  const encoding = gzip ? { 'content-encoding': 'gzip' } : {};
  const length = answer.status === 204 ? {} : { 'content-length': body.length };
  response.writeHead(answer.status, { ...head, ...encoding, ...length });
  response.end(body);
}

async function drip({ response, clock, signal }: Sending, bytes: Buffer, everyMs: number): Promise<void> {
  for (let sent = 0; sent < bytes.length; sent += 1) {
    response.write(bytes.subarray(sent, sent + 1));
    await clock.sleep(everyMs, signal);
  }
  response.end();
}

/** One string of so many megabytes, as fast as the other side takes it. */
async function pour(response: ServerResponse, megabytes: number, signal: AbortSignal): Promise<void> {
  const chunk = Buffer.alloc(MEGABYTE, 'x');
  response.write('{"data":[{"id":1,"note":"');
  for (let sent = 0; sent < megabytes && !signal.aborted; sent += 1) {
    if (!response.write(chunk)) await drained(response, signal);
  }
  response.end('"}]}');
}

function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    response.on('drain', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
