// What kafkajs throws, in words that tell the operator what to do.
import { CollectorError } from '../../platform/errors.js';
import { explainConnection } from '../../platform/http-failure.js';

/** What becomes of the batch, by Kafka's own names of errors (https://kafka.apache.org/protocol#protocol_error_codes). */
const REFUSED = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'CORRUPT_MESSAGE'];

const HINTS: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'Create the topic, or correct its name: the collector does not create topics.',
  INVALID_TOPIC_EXCEPTION: 'Correct the name of the topic.',
  TOPIC_AUTHORIZATION_FAILED: 'Give the user the operations Describe and Write on the topic.',
  CLUSTER_AUTHORIZATION_FAILED: 'Give the user the operations Describe and Write on the topic.',
  SASL_AUTHENTICATION_FAILED: 'Check user name, password and mechanism.',
  UNSUPPORTED_SASL_MECHANISM: 'Set a mechanism that the brokers offer.',
  ILLEGAL_SASL_STATE: 'The brokers expect SASL, or expect none: correct the settings.',
  NOT_ENOUGH_REPLICAS: 'Too few replicas are in sync (min.insync.replicas): bring the other brokers back.',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    'Too few replicas are in sync (min.insync.replicas): bring the other brokers back.',
  UNSUPPORTED_COMPRESSION_TYPE: 'Set compression to one that the topic allows.',
};

const WAITS = 'Its events wait in the journal until Kafka takes them again.';

/** `error` of kafkajs as a CollectorError; one of ours comes back as it is, and what kafkajs did not throw is rethrown. */
export function toKafkaError(error: unknown, topic: string): CollectorError {
  if (error instanceof CollectorError) return error;
  const inner = innermost(error);
  if (!(inner instanceof Error)) throw error;
  const { type, code, broker } = fieldsOf(inner);
  if (type !== undefined && REFUSED.includes(type)) {
    return new CollectorError('DESTINATION_REFUSED', `Kafka refused it: ${type}: ${inner.message}`, {
      cause: error,
    });
  }
  if (inner.name === 'KafkaJSConnectionError' && code !== undefined) {
    const { problem, hint } = explainConnection(inner, broker?.replace(/:\d+$/, '') ?? '');
    return unavailable(`${broker}: ${problem}.`, hint, error);
  }
  if (inner.name === 'KafkaJSSASLAuthenticationError') {
    return unavailable(
      `Kafka did not let us in: ${inner.message}`,
      HINTS['SASL_AUTHENTICATION_FAILED'],
      error,
    );
  }
  if (!inner.name.startsWith('KafkaJS')) throw error;
  const what = type === undefined ? inner.message : `${type}: ${inner.message}`;
  return unavailable(`Kafka did not take events for the topic "${topic}": ${what}`, HINTS[type ?? ''], error);
}

function unavailable(message: string, hint = WAITS, cause: unknown): CollectorError {
  return new CollectorError('DESTINATION_UNAVAILABLE', message, { hint, cause });
}

/** kafkajs wraps what it gave up on. */
function innermost(error: unknown): unknown {
  let inner = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth += 1) {
    if (!(inner.cause instanceof Error)) break;
    inner = inner.cause;
  }
  return inner;
}

function fieldsOf(error: Error): { type?: string; code?: string; broker?: string } {
  const text = (name: string) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? { [name]: value } : {};
  };
  return { ...text('type'), ...text('code'), ...text('broker') };
}
