// A receiver of batches on a loopback port that can be made to misbehave, whatever protocol it speaks.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Faults } from './destination-faults.js';

/** One request, as it came. */
export interface Received {
  method: string;
  path: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** The bytes as they were sent. */
  sent: Buffer;
  /** The same, decompressed. */
  body: Buffer;
}

export interface Reply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

export interface HttpReceiver {
  url: string;
  /** Every request that was answered, in order. */
  received: readonly Received[];
  faults: Required<Omit<Faults, 'poison'>>;
  close(): Promise<void>;
}

/**
 * Answers every request with what `answer` says.
 * @param isWrite which requests the faults are about: all of them where it is left out.
 */
export async function startHttpReceiver(
  answer: (request: Received) => Reply,
  isWrite: (request: Received) => boolean = () => true,
): Promise<HttpReceiver> {
  const received: Received[] = [];
  let fault: 'reset' | 'loseAnswer' | { busyS: number } | null = null;

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await read(incoming);
    const current = isWrite(request) ? fault : null;
    if (current !== null) fault = null;
    if (current === 'reset') {
      incoming.socket.destroy();
      return;
    }
    if (current !== null && typeof current === 'object') {
      response.writeHead(503, { 'retry-after': String(current.busyS) }).end('busy');
      return;
    }
    received.push(request);
    const { status, headers = {}, body = '' } = answer(request);
    if (current !== 'loseAnswer') response.writeHead(status, headers).end(body);
  };

  const sockets = new Set<Socket>();
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request, response) => void handle(request, response));
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const end = async (server: Server): Promise<void> => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  };

  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    faults: {
      reset: () => {
        fault = 'reset';
      },
      loseAnswer: () => {
        fault = 'loseAnswer';
      },
      busy: (seconds) => {
        fault = { busyS: seconds };
      },
      async goDown() {
        await end(server);
        return async () => {
          server = await listen(port);
        };
      },
    },
    close: () => (server.listening ? end(server) : Promise.resolve()),
  };
}

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const sent = Buffer.concat(chunks);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers,
    sent,
    body: headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent,
  };
}
