// `syslog` over TCP, in both of its ways to tell that a batch has arrived.
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';

/** A connection for each batch, ended by both sides. */
async function openEnding(port) {
  return {
    async write(batch) {
      const socket = connect(port, '127.0.0.1');
      socket.resume().end(messagesOf(batch));
      await once(socket, 'close');
    },
    async close() {},
  };
}

/** One connection, and the operating system's word. */
async function openKeeping(port) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const write = promisify(socket.write.bind(socket));
  return { write: (batch) => write(messagesOf(batch)), close: async () => socket.destroy() };
}

const syslog = (confirm, connections, openBare) => ({
  type: 'syslog',
  what: `syslog (TCP, confirm: ${confirm})`,
  bareClient: `join messages, net.Socket, ${connections}`,
  receiver: 'tcp',
  settings: (port) => ({ host: '127.0.0.1', port, tls: false, confirm, max_message_size: '1MB' }),
  openBare,
});

export const syslogClosed = syslog('closed', 'a connection for each batch', openEnding);
export const syslogSent = syslog('sent', 'one connection', openKeeping);

function messagesOf({ deliveries }) {
  return Buffer.concat(
    deliveries.flatMap(({ event, line }) => {
      const head = `<134>1 ${new Date(event.time).toISOString()} bench workato - ${event.type} [workato@32473 workspace="bench" event_id="${event.key}" event_type="${event.type}" position="${event.position}" journal="bench"] `;
      return [Buffer.from(`${head.length + line.length} ${head}`), line];
    }),
  );
}
