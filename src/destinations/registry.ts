// The kinds of destination that there are. A new one is a file of its own and a line here.
import type { DestinationType } from '../deliver/destination.js';
import { elasticsearch } from './elasticsearch/elasticsearch.js';
import { file } from './file/file.js';
import { http } from './http/http.js';
import { kafka } from './kafka/kafka.js';
import { otlp } from './otlp/otlp.js';
import { postgres } from './postgres/postgres.js';
import { s3 } from './s3/s3.js';
import { splunkHec } from './splunk-hec/splunk-hec.js';
import { stdout } from './stdout/stdout.js';
import { syslog } from './syslog/syslog.js';

const types: readonly DestinationType[] = [
  stdout,
  file,
  http,
  splunkHec,
  elasticsearch,
  postgres,
  s3,
  kafka,
  otlp,
  syslog,
];

/** Every destination type by the name that the configuration uses. */
export const destinationTypes: ReadonlyMap<string, DestinationType> = new Map(
  types.map((type) => [type.type, type]),
);
