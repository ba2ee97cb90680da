// The `kafka` destination: each event a message of one topic.
import { z } from 'zod';
import type { Delivery, DestinationType } from '../../deliver/destination.js';
import { CollectorError, throwIfAborted } from '../../platform/errors.js';
import { duration, oneOf, text } from '../../platform/fields.js';
import { secret } from '../../platform/secret.js';
import { identifyEvent, identifyWorkspace } from '../shared/event-identity.js';
import { tlsRule, tlsSettings } from '../shared/tls-files.js';
import { type KafkaClient, type KafkaMessage, openKafka, SASL_MECHANISMS } from './kafka-client.js';

const BROKERS_FORM = 'a list of brokers, each as host:port, such as [kafka-1.example.com:9093]';
const TOPIC_FORM = 'the name of a topic: letters, digits and ._-, at most 249';
const COMPRESSION_FORM = 'none or gzip; snappy, lz4 and zstd are not built in';
const SASL_FORM = 'a mapping with mechanism, username and password, such as { mechanism: scram-sha-512, … }';

/** What a `kafka` destination can be told. */
export const KafkaSettings = z
  .strictObject({
    brokers: z
      .array(
        z
          .string({ error: BROKERS_FORM })
          .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, { error: BROKERS_FORM }),
        {
          error: BROKERS_FORM,
        },
      )
      .min(1, { error: BROKERS_FORM })
      .describe('Some of the brokers, from which the others are learnt.'),
    topic: z
      .string({ error: TOPIC_FORM })
      .regex(/^[\w.-]{1,249}$/, { error: TOPIC_FORM })
      .describe('The topic. It must exist.'),
    ...tlsSettings,
    sasl: z
      .strictObject(
        {
          mechanism: oneOf(...SASL_MECHANISMS).describe(
            'How to authenticate. `plain` sends the password itself: use it with TLS only.',
          ),
          username: text('a user name', 200).describe('The user name.'),
          password: secret().describe('The password.'),
        },
        { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : SASL_FORM) },
      )
      .optional()
      .describe('User name and password. None: no SASL.'),
    client_id: text('a name for this client', 200)
      .default('workato-audit-logs')
      .describe('What the brokers call the collector, in their logs and quotas.'),
    compression: z
      .enum(['none', 'gzip'], { error: COMPRESSION_FORM })
      .default('gzip')
      .describe('How batches are compressed.'),
    timeout: duration('100ms', '10m')
      .prefault('30s')
      .describe('How long connecting and sending one batch may take.'),
  })
  .refine(tlsRule.isKept, tlsRule.complaint);
export type KafkaSettings = z.infer<typeof KafkaSettings>;

/** Sends to Kafka and waits for every replica in sync. */
export const kafka: DestinationType<KafkaSettings> = {
  type: 'kafka',
  settings: KafkaSettings,
  // Well within the 1 MB that brokers and topics take by default (message.max.bytes), headers included.
  limits: { events: 1_000, bytes: 2 ** 19 },

  async check(settings, context, signal) {
    const client = await openKafka(settings, context);
    try {
      if ((await client.countPartitions(signal)) === 0) throw noSuchTopic(settings.topic);
    } finally {
      await client.close();
    }
  },

  async open(settings, context) {
    const client: KafkaClient = await openKafka(settings, context);
    return {
      async write(batch, signal) {
        throwIfAborted(signal);
        await client.send(
          batch.deliveries.map((delivery) => toMessage(delivery, context.journalId)),
          signal,
        );
        return { refused: [], resume: null };
      },
      close: () => client.close(),
    };
  },
};

/** The events of a workspace share a key, hence a partition, which keeps their order. `event_id` tells repeats. */
function toMessage({ event, line }: Delivery, journalId: string): KafkaMessage {
  return {
    key: identifyWorkspace(event),
    value: Buffer.from(line.buffer, line.byteOffset, line.byteLength),
    headers: {
      event_id: identifyEvent(event),
      ...(event.type === null ? {} : { event_type: event.type }),
      workspace: event.workspace,
      journal: journalId,
      position: String(event.position),
    },
  };
}

function noSuchTopic(topic: string): CollectorError {
  return new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `Kafka has no topic "${topic}" for these credentials.`,
    {
      hint: 'Create the topic, or correct its name: the collector does not create topics.',
    },
  );
}
