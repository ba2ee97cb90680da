// Values of flags that are not part of the configuration, each refused with the form that is accepted.

import { MOMENT_FORM, parseMoment } from '../config/moment.js';
import { ConfigError, showValue } from '../config/problem.js';
import { Listen, type ListenAddress } from '../config/server-schema.js';
import { DURATION_FORM, parseDuration } from '../platform/duration.js';

/** A date, a time with a zone, or a span before `now`; epoch milliseconds. */
export function readMoment(flag: string, text: string, now: number): number {
  const span = parseDuration(text);
  const time = span === null ? parseMoment(text) : now - span;
  if (time !== null && time >= 0) return time;
  throw refused(flag, text, `${MOMENT_FORM}, or a span before now such as 2h or 7d`);
}

/** A whole number from 1 on. */
export function readCount(flag: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw refused(flag, text, 'a whole number from 1 on');
}

/** The error for a value that a flag does not take. */
export function refused(flag: string, text: string, expected: string): ConfigError {
  return new ConfigError(
    [{ path: flag, message: `${showValue(text, [])} is not accepted; expected ${expected}` }],
    'Add --help for examples.',
  );
}

/** A port, 0 for any free one. */
export function readPort(flag: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw refused(flag, text, 'a port from 0 to 65535');
}

/** A duration, milliseconds. */
export function readSpan(flag: string, text: string): number {
  const spanMs = parseDuration(text);
  if (spanMs !== null && spanMs > 0) return spanMs;
  throw refused(flag, text, DURATION_FORM);
}

/** An address to listen at; null for `off`. */
export function readListen(flag: string, value: string): { address: ListenAddress | null } {
  const { data, error } = Listen.safeParse(value);
  if (data !== undefined) return { address: data };
  throw refused(flag, value, error?.issues[0]?.message ?? 'an address');
}
