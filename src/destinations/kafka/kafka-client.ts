// kafkajs on our terms: our sockets, which can be taken away from it; our log; our limits of time; and no retries beyond one try of
// each broker, because the feed retries.
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { KafkaConfig, logLevel, Producer, SASLOptions } from 'kafkajs';
import type { DestinationContext } from '../../deliver/destination.js';
import { abortedError, CollectorError, throwIfAborted } from '../../platform/errors.js';
import type { Secret } from '../../platform/secret.js';
import { openSocket } from '../../platform/tcp.js';
import { loadSdk } from '../shared/load-sdk.js';
import { readTls, type TlsSettings } from '../shared/tls-files.js';
import { toKafkaError } from './kafka-errors.js';

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** What reaching a Kafka cluster takes. */
export interface KafkaSettings extends TlsSettings {
  brokers: readonly string[];
  topic: string;
  client_id: string;
  sasl?: { mechanism: (typeof SASL_MECHANISMS)[number]; username: string; password: Secret } | undefined;
  compression: 'none' | 'gzip';
  timeout: number;
}

/** What is sent: a key, a value, headers. */
export interface KafkaMessage {
  key: string;
  value: Buffer;
  headers: Record<string, string>;
}

export interface KafkaClient {
  /** Resolves once every replica in sync has the messages. @throws CollectorError DESTINATION_UNAVAILABLE, DESTINATION_REFUSED, ABORTED. */
  send(messages: KafkaMessage[], signal: AbortSignal): Promise<void>;
  /** How many partitions the topic has. @throws CollectorError DESTINATION_UNAVAILABLE where there is none, ABORTED. */
  countPartitions(signal: AbortSignal): Promise<number>;
  /** Lets go within two seconds. */
  close(): Promise<void>;
}

const PATIENCE_AT_CLOSE_MS = 2_000;
const ALL_IN_SYNC = -1;
const KEEP_ALIVE_MS = 60_000;

/** @throws CollectorError CONFIG_INVALID where kafkajs is not installed or a file cannot be read. */
export async function openKafka(settings: KafkaSettings, context: DestinationContext): Promise<KafkaClient> {
  const { topic, timeout: timeoutMs, compression } = settings;
  const { default: sdk } = await loadSdk('kafkajs', () => import('kafkajs'));
  const sockets = createSockets();
  const kafka = new sdk.Kafka({
    ...(await configOf(settings, context)),
    socketFactory: sockets.open,
    logLevel: sdk.logLevel.WARN,
    logCreator: () => bridgeLog(context, sdk.logLevel.ERROR),
  });
  let producer: Producer | null = null;

  /** kafkajs takes no signal, and some of its promises never settle. */
  const within = async <Result>(act: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
    throwIfAborted(signal);
    const over = new AbortController();
    const stop = () => over.abort('stopped');
    signal.addEventListener('abort', stop, { once: true });
    const late = context.clock.sleep(timeoutMs, over.signal).catch(() => undefined);
    try {
      const result = await Promise.race([act().then((value) => ({ value })), late]);
      if (result) return result.value;
      throw signal.aborted ? abortedError(signal) : tooLate(timeoutMs);
    } catch (error: unknown) {
      throw toKafkaError(error, topic);
    } finally {
      signal.removeEventListener('abort', stop);
      over.abort('over');
    }
  };

  const connected = async (): Promise<Producer> => {
    if (producer) return producer;
    const made = kafka.producer({
      createPartitioner: sdk.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    producer = made;
    await made.connect();
    return made;
  };

  return {
    send: (messages, signal) =>
      within(async () => {
        const type = compression === 'gzip' ? sdk.CompressionTypes.GZIP : sdk.CompressionTypes.None;
        const open = await connected();
        await open.send({ topic, messages, acks: ALL_IN_SYNC, timeout: timeoutMs, compression: type });
      }, signal),
    async countPartitions(signal) {
      const admin = kafka.admin();
      return within(async () => {
        await admin.connect();
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        await admin.disconnect();
        return topics[0]?.partitions.length ?? 0;
      }, signal);
    },
    async close() {
      const patience = new AbortController();
      const waited = context.clock.sleep(PATIENCE_AT_CLOSE_MS, patience.signal);
      const leaving = producer?.disconnect();
      await Promise.race([leaving, leaving && waited]).catch(() => undefined);
      patience.abort('closed');
      waited.catch(() => undefined);
      sockets.close();
    },
  };
}

async function configOf(settings: KafkaSettings, context: DestinationContext): Promise<KafkaConfig> {
  const { brokers, client_id, sasl, timeout } = settings;
  const tls = await readTls(settings, context);
  return {
    brokers: [...brokers],
    clientId: client_id,
    connectionTimeout: timeout,
    authenticationTimeout: timeout,
    requestTimeout: timeout,
    // One try of each broker: the first may be the one that is down.
    retry: { retries: brokers.length - 1, initialRetryTime: 50, maxRetryTime: 500 },
    ...(tls ? { ssl: tls } : {}),
    ...(sasl ? { sasl: await saslOf(sasl, context) } : {}),
  };
}

async function saslOf(
  { mechanism, username, password }: NonNullable<KafkaSettings['sasl']>,
  { logger }: DestinationContext,
): Promise<SASLOptions> {
  return { mechanism, username, password: await password.read(logger) };
}

/** The sockets that kafkajs uses, so that they can be closed under it; after that it gets no others. */
function createSockets() {
  const sockets = new Set<Socket>();
  let isClosed = false;
  return {
    open({ host, port, ssl, onConnect }: SocketRequest): Socket {
      if (isClosed) throw new Error('closed');
      const socket = openSocket({ host, port, tls: ssl ?? null });
      socket.once(ssl ? 'secureConnect' : 'connect', onConnect);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket.setKeepAlive(true, KEEP_ALIVE_MS);
    },
    /** By an error: only that makes kafkajs stop its timers. */
    close() {
      isClosed = true;
      for (const socket of sockets) socket.destroy(new Error('let go'));
    },
  };
}

interface SocketRequest {
  host: string;
  port: number;
  ssl?: ConnectionOptions;
  onConnect: () => void;
}

/** What kafkajs says is for those who look closely: every failure is also an error, which the feed reports. */
function bridgeLog({ logger }: DestinationContext, error: logLevel) {
  return ({ level, log, namespace }: { level: logLevel; namespace: string; log: { message: string } }) =>
    logger.debug(`kafkajs: ${log.message}`, { namespace, severity: level === error ? 'error' : 'warning' });
}

function tooLate(timeoutMs: number): CollectorError {
  return new CollectorError('DESTINATION_UNAVAILABLE', `Kafka did not answer within ${timeoutMs} ms.`, {
    hint: 'Check that the brokers run and that firewalls let this machine reach every one of them, by the names that they give themselves (advertised.listeners).',
  });
}
