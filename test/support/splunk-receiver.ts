// A look-alike of Splunk's HTTP Event Collector on a loopback port, after its published protocol: tokens, channels, stacked envelopes
// that are taken one after another up to the first that is invalid, indexer acknowledgement, and health.
import { type HttpReceiver, type Received, type Reply, startHttpReceiver } from './http-receiver.js';

export interface Envelope {
  time?: number;
  host?: string;
  source?: string;
  sourcetype?: string;
  index?: string;
  fields?: Record<string, unknown>;
  event?: unknown;
}

export interface SplunkReceiver extends HttpReceiver {
  /** What is indexed, in order. */
  indexed: readonly Envelope[];
  /** Channels seen. */
  channels: ReadonlySet<string>;
  poison: (id: number) => void;
  /** Answers every request for events so, whatever is in it; null: as it should be. */
  force: (code: number | null) => void;
  /** How many questions after an acknowledgement are answered with no; Infinity: all. */
  delayAcks: (questions: number) => void;
}

export const TOKEN = '11111111-2222-3333-4444-555555555555';
const CHANNEL = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const STATUS: Readonly<Record<number, number>> = {
  ...{ 0: 200, 1: 403, 2: 401, 3: 401, 4: 403, 8: 500, 9: 503, 17: 200, 18: 503, 19: 503, 20: 503 },
  ...{ 23: 503, 24: 200, 25: 200, 26: 429, 27: 429 },
};

const reply = (code: number, more: object = {}): Reply => ({
  status: STATUS[code] ?? 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: `text of ${code}`, code, ...more }),
});

export async function startSplunkReceiver({
  acknowledges = false,
  indexes = ['main', 'audit'],
  /** Whether events before an invalid one are indexed: seen, but not promised. */
  takesThoseBefore = true,
} = {}): Promise<SplunkReceiver> {
  const indexed: Envelope[] = [];
  const channels = new Set<string>();
  const poisoned = new Set<number>();
  let forced: number | null = null;
  let health = 17;
  let questionsToDeny = 0;
  /** By channel: the next number, and those not yet told. */
  const acks = new Map<string, { next: number; open: Map<number, number> }>();

  const takeEvents = (channel: string, body: string): Reply => {
    if (body.trim() === '') return reply(5);
    if (forced !== null) return reply(forced);
    const before: Envelope[] = [];
    for (const text of cutStacked(body)) {
      const code = faultOf(text, indexes, poisoned);
      if (code === 0) before.push(JSON.parse(text));
      else {
        if (takesThoseBefore) indexed.push(...before);
        return reply(code, { 'invalid-event-number': before.length });
      }
    }
    indexed.push(...before);
    if (!acknowledges) return reply(0);
    const own = acks.get(channel) ?? { next: 0, open: new Map() };
    acks.set(channel, own);
    own.open.set(own.next, questionsToDeny);
    own.next += 1;
    return reply(0, { ackId: own.next - 1 });
  };

  const tellAcks = (channel: string, body: string): Reply => {
    if (!acknowledges) return reply(14);
    const open = acks.get(channel)?.open ?? new Map<number, number>();
    const told = (JSON.parse(body).acks as number[]).map((ackId) => {
      const denials = open.get(ackId);
      if (denials === undefined) return [ackId, false];
      if (denials > 0) open.set(ackId, denials - 1);
      else open.delete(ackId);
      return [ackId, denials === 0];
    });
    return { status: 200, body: JSON.stringify({ acks: Object.fromEntries(told) }) };
  };

  const answer = ({ method, path, headers, body }: Received): Reply => {
    if (method === 'GET' && path === '/services/collector/health') return reply(health);
    const refusal = refusalOf(headers['authorization'] ?? '');
    if (refusal !== 0) return reply(refusal);
    const channel = headers['x-splunk-request-channel'] ?? '';
    if (channel === '' && acknowledges) return reply(10);
    if (channel !== '' && !CHANNEL.test(channel)) return reply(11);
    channels.add(channel);
    if (path === '/services/collector/event') return takeEvents(channel, body.toString('utf8'));
    if (path === '/services/collector/ack') return tellAcks(channel, body.toString('utf8'));
    return { status: 404, body: '{"text":"The requested URL was not found on this server.","code":404}' };
  };

  const receiver = await startHttpReceiver(answer, ({ path }) => path === '/services/collector/event');
  return {
    ...receiver,
    indexed,
    channels,
    poison: (id) => void poisoned.add(id),
    force: (code) => {
      forced = code;
      health = code !== null && code >= 17 && code <= 20 ? code : 17;
    },
    delayAcks: (questions) => {
      questionsToDeny = questions;
    },
  };
}

/** The code for what is wrong with a token; 0 where nothing is. */
function refusalOf(authorization: string): number {
  const [scheme, token] = authorization.split(' ');
  if (scheme === '') return 2;
  if (scheme !== 'Splunk' || !token) return 3;
  return token === TOKEN ? 0 : 4;
}

/** The code for what is wrong with an envelope; 0 where nothing is. */
function faultOf(text: string, indexes: readonly string[], poisoned: ReadonlySet<number>): number {
  let envelope: Envelope;
  try {
    envelope = JSON.parse(text);
  } catch {
    return 6;
  }
  const { event, index, fields = {} } = envelope;
  if (event === undefined || event === null) return 12;
  if (event === '') return 13;
  if (index !== undefined && !indexes.includes(index)) return 7;
  if (Object.values(fields).some((value) => typeof value === 'object')) return 15;
  const id = typeof event === 'object' && 'id' in event ? event.id : null;
  return poisoned.has(Number(id)) ? 6 : 0;
}

/** JSON objects that stand one behind the other, with or without blanks between them. */
function* cutStacked(body: string): Generator<string> {
  let start = 0;
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at];
    if (char === '"') {
      for (at += 1; at < body.length && body[at] !== '"'; at += 1) if (body[at] === '\\') at += 1;
    } else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth > 0) continue;
      yield body.slice(start, at + 1);
      start = at + 1;
    }
  }
  if (body.slice(start).trim() !== '') yield body.slice(start);
}
