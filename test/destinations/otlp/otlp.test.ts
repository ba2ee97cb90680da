import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Batch } from '../../../src/deliver/destination.js';
import { OtlpSettings, otlp } from '../../../src/destinations/otlp/otlp.js';
import { createEnvelope } from '../../../src/formats/envelope.js';
import { createLogger } from '../../../src/platform/log.js';
import { readVersion } from '../../../src/platform/version.js';
import { batchOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { type Reply, startHttpReceiver } from '../../support/http-receiver.js';
import { startOtlpReceiver } from '../../support/otlp-receiver.js';

const never = new AbortController().signal;
const ENCODINGS = ['protobuf', 'json'] as const;

const RECORD = `{"id":9007199254740993,"timestamp":"2026-01-01 00:00:01 UTC","event_type":"user_login",
  "workspace":{"id":1,"name":"acme"},"user":{"id":18446744073709551615,"name":"Zoë 😀","email":"zoe@example.com"},
  "details":{"request":{"ip_address":"2001:db8::1","user_agent":"curl/8"},"ratio":0.5,"none":null,"list":[true,-7,"",[],{}]},
  "resource":{"type":"Recipe"}}`;

async function setUp(settings: object = {}) {
  const receiver = await startOtlpReceiver();
  onTestFinished(receiver.close);
  return { receiver, settings: OtlpSettings.parse({ url: receiver.url, ...settings }) };
}

async function write(settings: OtlpSettings, batch: Batch, context = openContext()) {
  const destination = await otlp.open(settings, context);
  try {
    return await destination.write(batch, never);
  } finally {
    await destination.close();
  }
}

async function answerWith(reply: Reply): Promise<OtlpSettings> {
  const receiver = await startHttpReceiver(() => reply);
  onTestFinished(receiver.close);
  return OtlpSettings.parse({ url: receiver.url });
}

for (const [encoding, refusal] of [
  ['protobuf', 'in part'],
  ['json', 'as a whole'],
] as const) {
  const name = `otlp in ${encoding}, refusing ${refusal}`;
  const create = async (timeout = '30s') => {
    const receiver = await startOtlpReceiver();
    receiver.refuse(refusal);
    return {
      type: otlp,
      settings: OtlpSettings.parse({ url: receiver.url, encoding, gzip: encoding === 'json', timeout }),
      stored: async () =>
        receiver.records.map(({ body }) => Number(String((body as { id: string }).id).slice(4))),
      isExactlyOnce: false,
      faults: { ...receiver.faults, poison: receiver.poison },
      cleanUp: receiver.close,
    };
  };
  describeDestination(name, () => create());
  describeFaults(name, () => create('1s'));
}

describe.each(ENCODINGS)('a log record in %s', (encoding) => {
  test('says everything that is known of the event, and every digit', async () => {
    const { receiver, settings } = await setUp({ encoding });
    await write(
      settings,
      batchOf(0, 1, () => RECORD),
    );
    expect(receiver.records).toEqual([
      {
        resource: {
          'service.name': 'workato-audit-logs',
          'workato.workspace': 'acme-prod',
          'workato.base_url': 'https://www.workato.com',
        },
        scope: { name: 'workato-audit-logs', version: readVersion() },
        time: `${Date.UTC(2026, 0, 1, 0, 0, 1)}000000`,
        observed: `${Date.UTC(2026, 0, 1, 0, 0, 1) + 500}000000`,
        severity: 9,
        severityText: 'INFO',
        eventName: 'workato.user_login',
        attributes: {
          'log.record.uid': 'www.workato.com/acme-prod/1',
          'event.name': 'user_login',
          'user.id': '18446744073709551615',
          'user.email': 'zoe@example.com',
          'user.full_name': 'Zoë 😀',
          'client.address': '2001:db8::1',
          'user_agent.original': 'curl/8',
          'workato.resource.type': 'User',
        },
        body: {
          id: 'int:9007199254740993',
          timestamp: '2026-01-01 00:00:01 UTC',
          event_type: 'user_login',
          workspace: { id: 'int:1', name: 'acme' },
          user: { id: '18446744073709551615', name: 'Zoë 😀', email: 'zoe@example.com' },
          details: {
            request: { ip_address: '2001:db8::1', user_agent: 'curl/8' },
            ratio: 0.5,
            none: null,
            list: [true, 'int:-7', '', [], {}],
          },
          resource: { type: 'Recipe' },
        },
      },
    ]);
  });

  test('is text where that is wanted, with the same attributes', async () => {
    const { receiver, settings } = await setUp({ encoding, body: 'text' });
    await write(
      settings,
      batchOf(0, 1, () => RECORD),
    );
    expect(receiver.records[0]?.body).toBe(RECORD);
    expect(receiver.records[0]?.attributes).toHaveProperty(['user.email'], 'zoe@example.com');
  });

  test('has the attributes of the record also in another format', async () => {
    const { receiver, settings } = await setUp({ encoding });
    const batch = batchOf(0, 1, () => RECORD);
    const deliveries = batch.deliveries.map(({ event }) => ({
      event,
      line: createEnvelope({ includeRaw: false, collectorVersion: '1.2.3' })(event),
    }));
    await write(settings, { ...batch, deliveries });
    expect(receiver.records[0]?.body).toMatchObject({
      workspace: 'acme-prod',
      event: { id: 'int:9007199254740993' },
    });
    expect(receiver.records[0]?.attributes).toHaveProperty(['client.address'], '2001:db8::1');
  });

  test('leaves out what is not known, also times that cannot be said', async () => {
    const { receiver, settings } = await setUp({ encoding });
    const batch = batchOf(0, 4, () => '{}');
    const times = [null, -5, Date.UTC(9999, 0), Date.UTC(2262, 0)];
    const deliveries = batch.deliveries.map(({ event, line }, index) => ({
      event: { ...event, time: times[index] ?? null, type: null, user: null, resourceType: null },
      line,
    }));
    await write(settings, { ...batch, deliveries });
    expect(receiver.records.map(({ time }) => time)).toEqual(['0', '0', '0', `${Date.UTC(2262, 0)}000000`]);
    expect(receiver.records[0]).toMatchObject({ eventName: '', body: {} });
    expect(Object.keys(receiver.records[0]?.attributes ?? {})).toEqual(['log.record.uid']);
  });

  test('stands under its own workspace', async () => {
    const { receiver, settings } = await setUp({
      encoding,
      service_name: 'audit',
      resource_attributes: { 'deployment.environment.name': 'prod' },
    });
    const batch = batchOf(0, 4);
    const deliveries = batch.deliveries.map(({ event, line }) => ({
      event: { ...event, workspaceKey: event.position % 2, workspace: `w${event.position % 2}` },
      line,
    }));
    await write(settings, { ...batch, deliveries });
    expect(
      receiver.records.map(({ resource, attributes }) => [
        resource['workato.workspace'],
        attributes['log.record.uid'],
      ]),
    ).toEqual([
      ['w1', 'www.workato.com/w1/1'],
      ['w1', 'www.workato.com/w1/3'],
      ['w0', 'www.workato.com/w0/2'],
      ['w0', 'www.workato.com/w0/4'],
    ]);
    expect(receiver.records[0]?.resource).toMatchObject({
      'service.name': 'audit',
      'deployment.environment.name': 'prod',
    });
  });
});

test('what the official exporter sends is read alike, so that the receiver is no accomplice', async () => {
  const { receiver, settings } = await setUp();
  const provider = new LoggerProvider({
    processors: [
      new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${receiver.url}/v1/logs` }) }),
    ],
  });
  provider.getLogger('workato-audit-logs', readVersion()).emit({
    eventName: 'workato.user_login',
    timestamp: Date.UTC(2026, 0, 1, 0, 0, 1),
    observedTimestamp: Date.UTC(2026, 0, 1, 0, 0, 1) + 500,
    severityNumber: 9,
    severityText: 'INFO',
    body: { id: 7, name: 'Zoë', ratio: 0.5, none: null, list: [true, -7, '', [], {}] },
    attributes: { 'event.name': 'user_login' },
  });
  await provider.forceFlush();
  await provider.shutdown();
  const [theirs] = receiver.records;
  await write(
    settings,
    batchOf(0, 1, () => '{"id":7,"name":"Zoë","ratio":0.5,"none":null,"list":[true,-7,"",[],{}]}'),
  );
  const ours = receiver.records[1];
  expect(ours).toBeDefined();
  expect({ ...theirs, resource: {}, attributes: {} }).toEqual({ ...ours, resource: {}, attributes: {} });
  expect(ours?.attributes).toMatchObject(theirs?.attributes ?? {});
});

describe('a partial success', () => {
  test('that takes none refuses all, with its words', async () => {
    const { receiver, settings } = await setUp();
    for (const id of [1, 2, 3]) receiver.poison(id);
    const { refused } = await write(settings, batchOf(0, 3));
    expect(refused.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(refused[0]?.reason).toBe('It rejected 3 of 3 log records: a record is poisoned');
  });

  test('that takes some has the batch split, until it is known which', async () => {
    const { receiver, settings } = await setUp();
    receiver.poison(2);
    await expect(write(settings, batchOf(0, 3))).rejects.toMatchObject({
      code: 'DESTINATION_REFUSED',
      message: 'It rejected 1 of 3 log records: a record is poisoned',
    });
  });

  test.each(ENCODINGS)('that only warns in %s is a success', async (encoding) => {
    const { receiver, settings } = await setUp({ encoding });
    receiver.warn('use another attribute');
    const log: string[] = [];
    const logger = createLogger({
      format: 'text',
      level: 'info',
      write: (line) => log.push(line),
      now: Date.now,
    });
    expect(await write(settings, batchOf(0, 3), openContext({ logger }))).toEqual({
      refused: [],
      resume: null,
    });
    expect(log.join('')).toContain('use another attribute');
  });
});

describe('an answer', () => {
  const statusMessage = Buffer.concat([Buffer.from([0x08, 3, 0x12, 7]), Buffer.from('because')]);

  test.each([
    [400, 'DESTINATION_REFUSED'],
    [413, 'DESTINATION_REFUSED'],
    [401, 'DESTINATION_UNAVAILABLE'],
    [404, 'DESTINATION_UNAVAILABLE'],
    [415, 'DESTINATION_UNAVAILABLE'],
    [500, 'DESTINATION_UNAVAILABLE'],
    [502, 'DESTINATION_UNAVAILABLE'],
    [504, 'DESTINATION_UNAVAILABLE'],
  ])('of %d is %s, in the words of its Status', async (status, code) => {
    const settings = await answerWith({
      status,
      headers: { 'content-type': 'application/x-protobuf' },
      body: statusMessage,
    });
    await expect(write(settings, batchOf(0, 1))).rejects.toMatchObject({
      code,
      message: `It answered ${status}: because`,
    });
  });

  test.each([429, 503])('of %d is waited out as long as it says', async (status) => {
    const settings = await answerWith({
      status,
      headers: { 'retry-after': '17' },
      body: '{"message":"full"}',
    });
    await expect(write(settings, batchOf(0, 1))).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryAfterMs: 17_000,
    });
  });

  test.each<Reply>([
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' },
    { status: 200, headers: { 'content-type': 'application/x-protobuf' }, body: '<html>Welcome</html>' },
    { status: 200, headers: { 'content-type': 'application/json' }, body: '["hello"]' },
    {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"partialSuccess":{"rejectedLogRecords":"x"}}',
    },
  ])('that no OTLP receiver gives is no delivery: %j', async (reply) => {
    const settings = await answerWith(reply);
    for (const act of [
      () => write(settings, batchOf(0, 1)),
      () => otlp.check(settings, openContext(), never),
    ])
      await expect(act()).rejects.toMatchObject({
        code: 'DESTINATION_UNAVAILABLE',
        message: expect.stringContaining('no OTLP receiver'),
      });
  });

  test.each<Reply>([
    { status: 204 },
    { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{}' },
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{"partialSuccess":null}' },
  ])('may be as short as this: %j', async (reply) => {
    expect(await write(await answerWith(reply), batchOf(0, 1))).toEqual({ refused: [], resume: null });
  });
});

test.each([
  ['http://localhost:4318', 'http://localhost:4318/v1/logs'],
  ['http://localhost:4318/', 'http://localhost:4318/v1/logs'],
  ['https://example.com/?key=1', 'https://example.com/v1/logs?key=1'],
  ['https://example.com/otlp/v1/logs', 'https://example.com/otlp/v1/logs'],
])('the address %s leads to %s', (given, url) => {
  expect(OtlpSettings.parse({ url: given }).url).toBe(url);
});

test.each([
  [{ url: 'ftp://x' }, 'an address such as'],
  [{ encoding: 'grpc' }, 'one of protobuf, json'],
  [{ headers: { 'content-encoding': 'br' } }, 'names of HTTP headers'],
  [{ resource_attributes: { a: 1 } }, 'the text of an attribute'],
])('settings %j are refused', (settings, message) => {
  const { error } = OtlpSettings.safeParse({ url: 'http://localhost:4318', ...settings });
  expect(error?.issues[0]?.message).toContain(message);
});
