// Reads every connection to its end, throws away what comes, and closes it then, as a syslog receiver does.
import { once } from 'node:events';
import { createServer } from 'node:net';

export async function discardTcp() {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, stop: async () => {} };
}
