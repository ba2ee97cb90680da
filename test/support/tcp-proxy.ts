// Stands between a client and a real server, so that the way between them can break.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** What becomes of the next connection that sends something: it is reset at once, or nothing comes back from the server. */
  next: 'passed' | 'reset' | 'mute';
  /** Whether it keeps to itself that the server ended a connection. */
  holdsOpen: boolean;
  /** Called with what a client sends; what it returns goes on to the server, and null nowhere. */
  toServer: (bytes: Buffer, client: Socket) => Buffer | null;
  /** Called with what the server sends. */
  toClient: (bytes: Buffer) => Buffer;
  /** Nothing more comes back to this client. */
  silence(client: Socket): void;
  onSilenced: () => void;
  goDown(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket
        .on('close', () => open.delete(socket))
        .on('error', () => {
          client.destroy();
          upstream.destroy();
        });
    }
    client.on('data', (bytes) => {
      if (proxy.next === 'reset') {
        proxy.next = 'passed';
        upstream.destroy();
        client.resetAndDestroy();
        return;
      }
      if (proxy.next === 'mute') {
        proxy.next = 'passed';
        silent.add(client);
      }
      const passed = proxy.toServer(bytes, client);
      if (passed) upstream.write(passed);
    });
    client.on('end', () => upstream.end());
    upstream.on('data', (bytes) => {
      if (!silent.has(client)) client.write(proxy.toClient(bytes));
    });
    upstream.on('end', () => {
      if (!silent.has(client) && !proxy.holdsOpen) client.end();
    });
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const proxy: TcpProxy = {
    port,
    next: 'passed',
    holdsOpen: false,
    toServer: (bytes) => bytes,
    toClient: (bytes) => bytes,
    silence(client) {
      silent.add(client);
      proxy.onSilenced();
    },
    onSilenced: () => undefined,
    async goDown() {
      await close();
      return () => listen(port);
    },
    close,
  };
  return proxy;
}
