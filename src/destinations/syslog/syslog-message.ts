// An event as a syslog message of RFC 5424, framed by its length (RFC 5425, section 4.3; RFC 6587, section 3.4.1).
import type { Delivery } from '../../deliver/destination.js';

/** In the order of their numbers (RFC 5424, table 1). */
export const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const;

/** In the order of their numbers (RFC 5424, table 2). */
export const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;

/** What stands in every message of a destination. */
export interface MessageForm {
  facility: (typeof FACILITIES)[number];
  severity: (typeof SEVERITIES)[number];
  hostname: string;
  app_name: string;
  structured_data_id: string;
  journalId: string;
}

const LONGEST_MESSAGE_ID = 32;

/** A message in two pieces, so that the larger one is copied only once. */
export interface Message {
  head: string;
  line: Uint8Array;
  /** Of both, in UTF-8. */
  bytes: number;
}

/**
 * `<PRI>1 TIME HOST APP - TYPE [ID …] LINE`. The time is the event's own; the message is the line in UTF-8 without a byte order mark,
 * which RFC 5424 leaves open and RFC 8259 forbids before JSON.
 */
export function formatMessage({ event, line }: Delivery, form: MessageForm): Message {
  const priority = FACILITIES.indexOf(form.facility) * 8 + SEVERITIES.indexOf(form.severity);
  const time = new Date(event.time ?? event.firstSeen).toISOString();
  const type = event.type === null ? '' : parameter('event_type', event.type);
  const data =
    parameter('workspace', event.workspace) +
    parameter('event_id', event.key) +
    type +
    parameter('position', String(event.position)) +
    parameter('journal', form.journalId);
  const messageId = toPrintable(event.type ?? '', LONGEST_MESSAGE_ID);
  const head = `<${priority}>1 ${time} ${form.hostname} ${form.app_name} - ${messageId} [${form.structured_data_id}${data}] `;
  return { head, line, bytes: Buffer.byteLength(head) + line.length };
}

/** The messages one behind the other, each after its length in bytes and a blank. */
export function frame(messages: readonly Message[]): Buffer {
  const frames = Buffer.allocUnsafe(messages.reduce((sum, { bytes }) => sum + `${bytes} `.length + bytes, 0));
  let at = 0;
  for (const { head, line, bytes } of messages) {
    at += frames.write(`${bytes} ${head}`, at);
    frames.set(line, at);
    at += line.length;
  }
  return frames;
}

/** RFC 5424, section 6.3.3. A lone surrogate becomes U+FFFD as UTF-8 is written. */
function parameter(name: string, value: string): string {
  return ` ${name}="${/["\\\]]/.test(value) ? value.replace(/["\\\]]/g, '\\$&') : value}"`;
}

/** Header fields are printable ASCII without blanks; `-` stands for nothing. */
export function toPrintable(value: string, longest: number): string {
  const printable = /^[\x21-\x7e]*$/.test(value) ? value : value.replace(/[^\x21-\x7e]/g, '_');
  return printable.slice(0, longest) || '-';
}
