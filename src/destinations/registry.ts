// The kinds of destination that there are. A new one is a file of its own and a line here.
import type { DestinationType } from '../deliver/destination.js';
import { elasticsearch } from './elasticsearch.js';
import { file } from './file.js';
import { kafka } from './kafka.js';
import { stdout } from './stdout.js';
import { syslog } from './syslog.js';

const types: readonly DestinationType[] = [stdout, file, elasticsearch, syslog, kafka];

/** Every destination type by the name that the configuration uses. */
export const destinationTypes: ReadonlyMap<string, DestinationType> = new Map(
  types.map((type) => [type.type, type]),
);
