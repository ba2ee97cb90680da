// The formats that a destination can be given, by name.
import type { Formatter } from '../deliver/destination.js';
import { createEcs } from './ecs.js';
import { createEnvelope } from './envelope.js';
import type { FormatOptions } from './format-options.js';
import { createOcsf } from './ocsf.js';
import { raw } from './raw.js';

const formats = {
  raw: () => raw,
  envelope: createEnvelope,
  ocsf: createOcsf,
  ecs: createEcs,
} as const satisfies Readonly<Record<string, (options: FormatOptions) => Formatter>>;

/** Every format by the name that the configuration uses; `raw` is the default. */
export type FormatName = keyof typeof formats;

/** All names, for messages and for the configuration's schema. */
export const formatNames = Object.keys(formats) as readonly FormatName[];

/** Makes a formatter; null where no format is called `name`. */
export function createFormatter(name: string, options: FormatOptions): Formatter | null {
  const known = formatNames.find((formatName) => formatName === name);
  return known === undefined ? null : formats[known](options);
}
