import sdk from 'kafkajs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { KafkaSettings, kafka } from '../../../src/destinations/kafka/kafka.js';
import { toKafkaError } from '../../../src/destinations/kafka/kafka-errors.js';
import { Secret } from '../../../src/platform/secret.js';
import { batchOf, bodyOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { type KafkaMock, startKafkaMock } from '../../support/kafka-mock.js';

const never = new AbortController().signal;
let mock: KafkaMock;
let topics = 0;

beforeAll(async () => {
  mock = await startKafkaMock();
});
afterAll(() => mock.close());

/** A topic that nobody else uses. */
function newTopic(given: object = {}) {
  topics += 1;
  const topic = `topic-${topics}`;
  const settings = KafkaSettings.parse({
    brokers: [`127.0.0.1:${mock.port}`],
    topic,
    tls: false,
    ...given,
  });
  return { topic, settings };
}

for (const compression of ['gzip', 'none'] as const) {
  const create = async (timeout: string) => {
    const { topic, settings } = newTopic({ compression, timeout });
    return {
      type: kafka,
      settings,
      stored: async () => (await mock.read(topic)).map(({ payload }) => Number(JSON.parse(payload).id)),
      isExactlyOnce: false,
      faults: {
        reset() {
          mock.nextProduce = 'reset';
        },
        loseAnswer() {
          mock.nextProduce = 'stored, unanswered';
        },
        goDown: () => mock.proxy.goDown(),
        ...(compression === 'none'
          ? {
              poison(id: number) {
                mock.tooLarge = `{"id":${id},`;
              },
            }
          : {}),
      },
      async cleanUp() {
        mock.tooLarge = null;
        mock.nextProduce = 'passed';
      },
    };
  };
  describeDestination(`kafka, compression ${compression}`, () => create('30s'));
  describeFaults(`kafka, compression ${compression}`, () => create('1s'));
}

describe('messages', () => {
  test('carry the event byte for byte, the workspace as key, and who they are in headers', async () => {
    const { topic, settings } = newTopic();
    const body = (position: number) => `{"id":${position},"workspace":{"id":21},"name":"Zoë 🦊"}`;
    const destination = await kafka.open(settings, openContext());
    await destination.write(batchOf(0, 2, body), never);
    await destination.close();
    const messages = await mock.read(topic);
    expect(messages.map(({ payload }) => payload)).toEqual([body(1), body(2)]);
    expect(new Set(messages.map(({ partition }) => partition)).size).toBe(1);
    expect(messages[1]).toMatchObject({
      key: 'www.workato.com/21',
      headers: [
        ...['event_id', 'www.workato.com/21/2', 'event_type', 'user_login', 'workspace', 'acme-prod'],
        ...['journal', 'journal-1', 'position', '2'],
      ],
    });
  });

  test('arrive, 10,000 of 10,000, in the order of their positions', async () => {
    const { topic, settings } = newTopic();
    const destination = await kafka.open(settings, openContext());
    for (let after = 0; after < 10_000; after += 1_000)
      await destination.write(batchOf(after, after + 1_000, bodyOf), never);
    await destination.close();
    expect((await mock.read(topic)).map(({ payload }) => JSON.parse(payload).id)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index + 1),
    );
  });
});

describe('a stop', () => {
  test('during a write is quick, whatever the broker does', async () => {
    const { settings } = newTopic({ timeout: '10m' });
    const destination = await kafka.open(settings, openContext());
    const stop = new AbortController();
    mock.proxy.onSilenced = () => stop.abort(new Error('SIGTERM'));
    mock.nextProduce = 'stored, unanswered';
    await expect(destination.write(batchOf(0, 3), stop.signal)).rejects.toMatchObject({ code: 'ABORTED' });
    await destination.close();
  });
});

describe('what stands in the way', () => {
  const failureOf = (settings: KafkaSettings) => kafka.check(settings, openContext(), never);

  test('a topic that is there passes', async () => {
    const { settings, topic } = newTopic();
    await mock.makeTopic(topic);
    await failureOf(settings);
  });

  test('nothing listens there', async () => {
    const { settings } = newTopic({ brokers: ['127.0.0.1:1'] });
    await expect(failureOf(settings)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: '127.0.0.1:1: connection refused: nothing listens at this address and port.',
    });
  });

  test('the first broker is down: another one does', async () => {
    const { settings } = newTopic({ brokers: ['127.0.0.1:1', `127.0.0.1:${mock.port}`] });
    const destination = await kafka.open(settings, openContext());
    onTestFinished(() => destination.close());
    await destination.write(batchOf(0, 1), never);
  });

  test('the broker speaks no TLS', async () => {
    const { settings } = newTopic({ tls: true, timeout: '1s' });
    await expect(failureOf(settings)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      hint: expect.stringMatching(/\w/),
    });
  });
});

describe('SASL', () => {
  const withPassword = (value: string) => {
    const password = new Secret({ kind: 'environment', variable: 'KAFKA_PASSWORD' });
    password.provide(value);
    return { ...newTopic().settings, sasl: { mechanism: 'plain' as const, username: 'ada', password } };
  };

  test('lets in who has the password, and says what to do for others without telling it', async () => {
    mock.password = 'right-password';
    await kafka.check(withPassword('right-password'), openContext(), never);
    const failure = kafka.check(withPassword('wrong-password'), openContext(), never);
    await expect(failure).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringMatching(/^Kafka did not let us in: (?!.*wrong-password)/),
      hint: 'Check user name, password and mechanism.',
    });
  });
});

describe('what kafkajs throws', () => {
  const protocolError = (type: string) => {
    const error = new sdk.KafkaJSProtocolError(
      Object.assign(new Error('said the broker'), { type, code: 1 }),
    );
    return new sdk.KafkaJSNumberOfRetriesExceeded(error, { retryCount: 0, retryTime: 0 });
  };

  test.each([
    ['UNKNOWN_TOPIC_OR_PARTITION', 'DESTINATION_UNAVAILABLE', 'Create the topic'],
    ['TOPIC_AUTHORIZATION_FAILED', 'DESTINATION_UNAVAILABLE', 'Describe and Write'],
    ['NOT_ENOUGH_REPLICAS', 'DESTINATION_UNAVAILABLE', 'min.insync.replicas'],
    ['REQUEST_TIMED_OUT', 'DESTINATION_UNAVAILABLE', 'wait in the journal'],
    ['MESSAGE_TOO_LARGE', 'DESTINATION_REFUSED', ''],
    ['INVALID_RECORD', 'DESTINATION_REFUSED', ''],
  ])('%s is %s', (type, code, hint) => {
    expect(toKafkaError(protocolError(type), 'audit')).toMatchObject({
      code,
      message: expect.stringContaining(`${type}: said the broker`),
      hint: expect.stringContaining(hint),
    });
  });

  test('what it did not throw is not explained away', () => {
    expect(() => toKafkaError(new TypeError('a bug'), 'audit')).toThrow('a bug');
  });
});

describe('settings', () => {
  const given = { brokers: ['kafka:9093'], topic: 'audit' };
  const sasl = { mechanism: 'scram-sha-512', username: 'u', password: { env: 'P' } };

  test('SASL is taken', () => {
    expect(KafkaSettings.safeParse({ ...given, sasl }).success).toBe(true);
  });

  test.each([
    [{ ...given, compression: 'snappy' }, 'none or gzip; snappy, lz4 and zstd are not built in'],
    [{ ...given, brokers: 'kafka:9093' }, 'a list of brokers'],
    [{ ...given, brokers: ['kafka'] }, 'a list of brokers'],
    [{ ...given, brokers: [] }, 'a list of brokers'],
    [{ ...given, topic: 'a b' }, 'the name of a topic'],
    [{ ...given, sasl: { ...sasl, mechanism: 'gssapi' } }, 'one of plain, scram-sha-256'],
    [{ ...given, sasl: { ...sasl, password: 'p' } }, 'never the secret itself'],
    [{ ...given, sasl: 'plain' }, 'a mapping with mechanism'],
    [{ ...given, tls: false, ca_file: 'x' }, 'only with tls'],
  ])('%j are refused', (settings, message) => {
    const parsed = KafkaSettings.safeParse(settings);
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
