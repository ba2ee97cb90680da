// The kinds of destination that there are. A new one is a file of its own and a line here.
import type { DestinationType } from '../deliver/destination.js';
import { file } from './file.js';
import { s3 } from './s3.js';
import { stdout } from './stdout.js';

const types: readonly DestinationType[] = [stdout, file, s3];

/** Every destination type by the name that the configuration uses. */
export const destinationTypes: ReadonlyMap<string, DestinationType> = new Map(
  types.map((type) => [type.type, type]),
);
