// The formats that a destination can be given, by name.
import type { Formatter } from '../deliver/destination.js';
import { envelope } from './envelope.js';
import { raw } from './raw.js';

/** Every format by the name that the configuration uses; `raw` is the default. */
export const formats = { raw, envelope } as const satisfies Readonly<Record<string, Formatter>>;

export type FormatName = keyof typeof formats;

/** All names, for messages and for the configuration's schema. */
export const formatNames = Object.keys(formats) as readonly FormatName[];
