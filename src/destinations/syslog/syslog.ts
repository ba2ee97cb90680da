// The `syslog` destination: RFC 5424 messages over TCP or TLS.
import { hostname } from 'node:os';
import { z } from 'zod';
import type {
  Batch,
  Destination,
  DestinationContext,
  DestinationType,
  OpenContext,
  Refusal,
} from '../../deliver/destination.js';
import { throwIfAborted } from '../../platform/errors.js';
import { duration, oneOf, size, text, wholeNumber } from '../../platform/fields.js';
import { connectTcp, type TcpConnection } from '../../platform/tcp.js';
import { readTls, tlsRule, tlsSettings } from '../shared/tls-files.js';
import {
  FACILITIES,
  formatMessage,
  frame,
  type Message,
  type MessageForm,
  SEVERITIES,
  toPrintable,
} from './syslog-message.js';

const ID_FORM = 'a name and a private enterprise number, such as workato@32473';
/** A receiver gets so long to end the connection that is kept, so that nothing under way is cut off. */
const PATIENCE_AT_CLOSE_MS = 2_000;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** What a `syslog` destination can be told. */
export const SyslogSettings = z
  .strictObject({
    host: text('a host name or address', 253).describe('The host of the receiver.'),
    port: wholeNumber(1, 65_535).describe('Its port: often 6514 with TLS, 514 or 601 without.'),
    ...tlsSettings,
    confirm: oneOf('closed', 'sent')
      .default('closed')
      .describe(
        'When a batch counts as delivered. `closed`: it has a connection of its own, and the receiver, having read it to its end, has closed that. `sent`: one connection is kept, and the operating system has taken the batch; what is under way when the receiver breaks is lost.',
      ),
    facility: oneOf(...FACILITIES)
      .default('local0')
      .describe('The facility of each message.'),
    severity: oneOf(...SEVERITIES)
      .default('info')
      .describe('The severity of each message.'),
    app_name: text('printable ASCII without blanks', 48)
      .regex(PRINTABLE, { error: 'printable ASCII without blanks' })
      .default('workato-audit-logs')
      .describe('The APP-NAME of each message.'),
    hostname: text('printable ASCII without blanks', 255)
      .regex(PRINTABLE, { error: 'printable ASCII without blanks' })
      .optional()
      .describe('The HOSTNAME of each message. None: the name of this machine.'),
    structured_data_id: text(ID_FORM, 32)
      .regex(/^[^=\]"@ ]{1,24}@\d+(\.\d+)*$/, { error: ID_FORM })
      .regex(PRINTABLE, { error: ID_FORM })
      .default('workato@32473')
      .describe(
        'The name of the structured data. 32473 is the number for examples: put the private enterprise number of your organisation in its place if it has one.',
      ),
    max_message_size: size
      .prefault('8KiB')
      .describe(
        'The largest message that the receiver takes whole. A larger event is refused and becomes a dead letter; nothing is ever cut off.',
      ),
    timeout: duration('100ms', '10m')
      .prefault('30s')
      .describe('How long connecting, writing and waiting for the receiver may each take.'),
  })
  .refine(tlsRule.isKept, tlsRule.complaint);
export type SyslogSettings = z.infer<typeof SyslogSettings>;

/** Sends to a syslog receiver, which acknowledges nothing: see `confirm`. */
export const syslog: DestinationType<SyslogSettings> = {
  type: 'syslog',
  settings: SyslogSettings,
  limits: { events: 1_000, bytes: 2 ** 20 },

  async check(settings, context, signal) {
    const connection = await connect(settings, context, signal);
    try {
      if (settings.confirm === 'closed') await connection.finish(signal);
    } finally {
      connection.destroy();
    }
  },

  async open(settings, context): Promise<Destination> {
    const form: MessageForm = {
      ...settings,
      hostname: settings.hostname ?? toPrintable(hostname(), 255),
      journalId: context.journalId,
    };
    const send = settings.confirm === 'sent' ? sendOverOne(settings, context) : sendAndEnd(settings, context);
    return {
      async write(batch, signal) {
        throwIfAborted(signal);
        const { messages, refused } = sortOut(batch, form, settings.max_message_size);
        if (messages.length > 0) await send.bytes(frame(messages), signal);
        return { refused, resume: null };
      },
      close: send.close,
    };
  },
};

/** How bytes get to the receiver. */
interface Sender {
  bytes(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

function sendAndEnd(settings: SyslogSettings, context: OpenContext): Sender {
  return {
    async bytes(bytes, signal) {
      const connection = await connect(settings, context, signal);
      try {
        await connection.write(bytes, signal);
        await connection.finish(signal);
      } finally {
        connection.destroy();
      }
    },
    async close() {},
  };
}

function sendOverOne(settings: SyslogSettings, context: OpenContext): Sender {
  let kept: TcpConnection | null = null;
  return {
    async bytes(bytes, signal) {
      if (kept && !kept.isOpen) {
        context.logger.warn('The syslog receiver ended the connection; what was under way may be lost.', {
          destination: context.name,
        });
        kept = null;
      }
      kept ??= await connect(settings, context, signal);
      await kept.write(bytes, signal);
    },
    async close() {
      if (!kept?.isOpen) return;
      const patience = new AbortController();
      const waited = context.clock.sleep(PATIENCE_AT_CLOSE_MS, patience.signal).catch(() => undefined);
      await Promise.race([kept.finish(patience.signal), waited]).finally(() => patience.abort());
      kept.destroy();
    },
  };
}

async function connect(
  settings: SyslogSettings,
  context: DestinationContext,
  signal: AbortSignal,
): Promise<TcpConnection> {
  const { host, port, timeout: timeoutMs } = settings;
  const tls = await readTls(settings, context);
  return connectTcp({ host, port, tls, timeoutMs, clock: context.clock }, signal);
}

/** The batch's messages, and the events that are too large for one. */
function sortOut(batch: Batch, form: MessageForm, maxBytes: number) {
  const messages: Message[] = [];
  const refused: Refusal[] = [];
  for (const delivery of batch.deliveries) {
    const message = formatMessage(delivery, form);
    if (message.bytes <= maxBytes) {
      messages.push(message);
    } else {
      const reason = `Its message has ${message.bytes} bytes; max_message_size is ${maxBytes}. Raise it here and at the receiver, then replay.`;
      refused.push({ position: delivery.event.position, reason });
    }
  }
  return { messages, refused };
}
