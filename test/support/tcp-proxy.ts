// A TCP proxy that stands between a client and a real server, and misbehaves on demand.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection as soon as the client's next bytes hold `mark`, before the server gets them. */
  resetAt(mark: string): void;
  /** Lets the client's next bytes that hold `mark` through, and nothing that the server says after them. */
  muteAfter(mark: string): void;
  /** Takes no connection any more, until the function that it resolves to is called. */
  goDown(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

type Fault = { kind: 'reset' | 'mute'; mark: string };

/** Starts one before `targetPort` of this machine. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let fault: Fault | null = null;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const listener = (client: Socket): void => {
    const server = keep(connect(targetPort, '127.0.0.1'));
    let isMute = false;
    keep(client).on('data', (bytes) => {
      const met = fault !== null && bytes.includes(fault.mark) ? fault : null;
      if (met) fault = null;
      if (met?.kind === 'reset') {
        client.resetAndDestroy();
        server.destroy();
        return;
      }
      if (met?.kind === 'mute') isMute = true;
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (!isMute) client.write(bytes);
    });
    // A muted client must not learn from the end of the connection either.
    server.on('close', () => isMute || client.destroy());
    client.on('close', () => server.destroy());
  };

  let server = await listen(listener, 0);
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    port,
    resetAt(mark) {
      fault = { kind: 'reset', mark };
    },
    muteAfter(mark) {
      fault = { kind: 'mute', mark };
    },
    async goDown() {
      await close();
      return async () => {
        server = await listen(listener, port);
      };
    },
    stop: close,
  };
}

async function listen(listener: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
