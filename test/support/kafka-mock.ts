// A Kafka broker that is none: librdkafka's mock cluster, run by kcat, behind a proxy that can break. kcat also reads it back. The mock
// makes topics when it is asked for them and keeps a few megabytes.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

const run = promisify(execFile);
const PRODUCE = 0;
const METADATA = 3;
const SASL_HANDSHAKE = 17;
const API_VERSIONS = 18;
const MESSAGE_TOO_LARGE = 10;

/** A message as kcat reads it. */
export interface ReadMessage {
  key: string;
  payload: string;
  headers: string[];
  partition: number;
}

export interface KafkaMock {
  /** Of the proxy: this is where clients go. */
  port: number;
  proxy: TcpProxy;
  read(topic: string): Promise<readonly ReadMessage[]>;
  makeTopic(topic: string): Promise<void>;
  /** What becomes of the next produce request. */
  nextProduce: 'passed' | 'reset' | 'stored, unanswered';
  /** Requests to produce with this text in them are answered with MESSAGE_TOO_LARGE; compressed ones hide it. */
  tooLarge: string | null;
  /** The credentials that SASL PLAIN takes; the mock itself knows none. */
  password: string | null;
  close(): Promise<void>;
}

export async function startKafkaMock(): Promise<KafkaMock> {
  const args = ['-C', '-t', 'start', '-X', 'test.mock.num.brokers=1', '-b', 'dummy:1', '-d', 'mock'];
  const child = spawn('kcat', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise<number>((resolve, reject) => {
    let log = '';
    child.once('exit', () => reject(new Error(`kcat ended: ${log}`)));
    child.stderr.on('data', (piece) => {
      log = log.length < 10_000 ? log + piece : log;
      const found = /bootstrap\.servers=127\.0\.0\.1:(\d+)/.exec(log);
      if (found) resolve(Number(found[1]));
    });
  });
  const proxy = await startTcpProxy(port);
  const mock: KafkaMock = {
    port: proxy.port,
    proxy,
    nextProduce: 'passed',
    tooLarge: null,
    password: null,
    read: (topic) => readBack(port, topic),
    async makeTopic(topic) {
      await run('kcat', ['-L', '-b', `127.0.0.1:${port}`, '-t', topic]);
    },
    async close() {
      await proxy.close();
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
    },
  };
  // The mock names its own port in its answers; clients are to come back through the proxy.
  const own = address(port);
  const ours = address(proxy.port);
  proxy.toClient = (bytes) => {
    for (let at = bytes.indexOf(own); at >= 0; at = bytes.indexOf(own, at)) ours.copy(bytes, at);
    return bytes;
  };
  const authenticating = new WeakSet<Socket>();
  proxy.toServer = takeRequests((request, client) => {
    if (authenticating.delete(client)) {
      const [, , password] = request.subarray(4).toString('utf8').split('\0');
      if (password === mock.password) client.write(int32s(0));
      else client.end();
      return null;
    }
    if (mock.password !== null && request.readInt16BE(4) === API_VERSIONS) {
      client.write(offerSasl(request));
      return null;
    }
    if (request.readInt16BE(4) === SASL_HANDSHAKE) {
      authenticating.add(client);
      client.write(offerPlain(request));
      return null;
    }
    if (request.readInt16BE(4) !== PRODUCE) return request;
    const fate = mock.nextProduce;
    mock.nextProduce = 'passed';
    if (mock.tooLarge !== null && request.includes(mock.tooLarge)) {
      client.write(refuse(request));
      return null;
    }
    if (fate === 'passed') return request;
    if (fate === 'stored, unanswered') {
      proxy.silence(client);
      return request;
    }
    client.resetAndDestroy();
    return null;
  });
  return mock;
}

/** A host and port as Kafka writes them. */
function address(port: number): Buffer {
  const host = Buffer.from('127.0.0.1');
  const bytes = Buffer.alloc(2 + host.length + 4);
  bytes.writeInt16BE(host.length, 0);
  host.copy(bytes, 2);
  bytes.writeInt32BE(port, 2 + host.length);
  return bytes;
}

/** Cuts a client's bytes into whole requests, each behind its length, and hands on those that `judge` returns. */
function takeRequests(judge: (request: Buffer, client: Socket) => Buffer | null): TcpProxy['toServer'] {
  const pending = new WeakMap<Socket, Buffer>();
  return (bytes, client) => {
    let rest = Buffer.concat([pending.get(client) ?? Buffer.alloc(0), bytes]);
    const passed: Buffer[] = [];
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      const request = judge(rest.subarray(0, end), client);
      if (request) passed.push(request);
      rest = rest.subarray(end);
    }
    pending.set(client, rest);
    return passed.length === 0 ? null : Buffer.concat(passed);
  };
}

/** The answer MESSAGE_TOO_LARGE to a produce request (versions 3 to 7) for one topic, all partitions of which it names. */
function refuse(request: Buffer): Buffer {
  const reader = new Reader(request, 6);
  const version = reader.int16();
  const correlation = reader.int32();
  reader.text(); // client id
  reader.text(); // transactional id
  reader.int16(); // acks
  reader.int32(); // timeout
  reader.int32(); // topics
  const topic = reader.text();
  const partitions = Array.from({ length: reader.int32() }, () => {
    const answer = Buffer.alloc(version >= 5 ? 30 : 22, 0xff);
    answer.writeInt32BE(reader.int32(), 0);
    answer.writeInt16BE(MESSAGE_TOO_LARGE, 4);
    reader.skip(reader.int32());
    return answer;
  });
  const body = Buffer.concat([
    int32s(correlation, 1),
    topic,
    int32s(partitions.length),
    ...partitions,
    int32s(0),
  ]);
  return Buffer.concat([int32s(body.length), body]);
}

/** The answer to a question for versions that names SASL, and as much else as a check needs. */
function offerSasl(request: Buffer): Buffer {
  const versions = [
    [METADATA, 2],
    [SASL_HANDSHAKE, 0],
    [API_VERSIONS, 2],
  ].map(([key = 0, newest = 0]) => int16s(key, 0, newest));
  const throttle = request.readInt16BE(6) > 0 ? int32s(0) : Buffer.alloc(0);
  const body = [int32s(request.readInt32BE(8)), int16s(0), int32s(versions.length), ...versions, throttle];
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  return Buffer.concat([int32s(length), ...body]);
}

/** The answer to a SASL handshake: no error, and `PLAIN` on offer. What comes next is the bare token behind its length. */
function offerPlain(request: Buffer): Buffer {
  const mechanisms = Buffer.from('\0\0\0\0\0\x01\0\x05PLAIN', 'latin1');
  return Buffer.concat([int32s(4 + mechanisms.length, request.readInt32BE(8)), mechanisms]);
}

/** Reads Kafka's types one after the other. */
class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  skip(bytes: number): number {
    this.#at += bytes;
    return this.#at - bytes;
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.skip(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.skip(4));
  }

  /** With its length; -1 stands for none. */
  text(): Buffer {
    const from = this.#at;
    this.skip(Math.max(0, this.int16()));
    return this.#bytes.subarray(from, this.#at);
  }
}

function int32s(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, 4 * index);
  return bytes;
}

function int16s(...values: number[]): Buffer {
  return Buffer.concat(values.map((value) => int32s(value).subarray(2)));
}

async function readBack(port: number, topic: string): Promise<readonly ReadMessage[]> {
  const args = ['-C', '-q', '-J', '-e', '-o', 'beginning', '-b', `127.0.0.1:${port}`, '-t', topic];
  const { stdout } = await run('kcat', args, { maxBuffer: 2 ** 26 });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
