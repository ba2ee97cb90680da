// A way to a real HTTP server that misbehaves on demand.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** A whole answer, given instead of the server's. */
export interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** `reset`: the connection is cut before the request reaches the server. `lose`: the server gets it, its answer never comes back. */
export type HttpFault = 'reset' | 'lose' | Answer;

export interface FaultProxy {
  url: string;
  /** What happens to the next requests, one each; then all goes well again. */
  faults: HttpFault[];
  /** What happens to a request by its method and path; before `faults`. */
  faultFor: (request: string) => HttpFault | undefined;
  /** Told the headers of every request. */
  onRequest: (headers: IncomingMessage['headers']) => void;
  /** Method and path of every request so far. */
  readonly seen: readonly string[];
  /** Nothing listens any more until the returned function is called. */
  goDown(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const faults: HttpFault[] = [];
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const asked = `${incoming.method} ${incoming.url}`;
    seen.push(asked);
    proxy.onRequest(incoming.headers);
    const fault = proxy.faultFor(asked) ?? faults.shift();
    if (fault === 'reset') incoming.socket.destroy();
    else if (typeof fault === 'object') answer(incoming, outgoing, fault);
    else forward(target, incoming, outgoing, fault === 'lose');
  });
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(0);
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    faults,
    faultFor: () => undefined,
    onRequest: () => {},
    seen,
    async goDown() {
      await stop();
      return async () => void (await listen(port));
    },
    close: stop,
  };
  return proxy;
}

function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body }: Answer,
): void {
  incoming.resume();
  incoming.once('end', () => outgoing.writeHead(status, headers).end(body));
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, isLost: boolean): void {
  const { hostname, port } = new URL(target);
  const { method, url, headers } = incoming;
  const onward = request({ hostname, port, method, path: url, headers }, (response) => {
    if (isLost) {
      response.resume();
      return;
    }
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  onward.once('error', () => outgoing.destroy());
  incoming.once('close', () => {
    if (!incoming.complete) onward.destroy();
  });
  incoming.pipe(onward);
}
