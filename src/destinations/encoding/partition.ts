// Hive-style folders such as dt=2026-01-02/workspace=acme/, made from each event: pure. Whoever writes an event's fields cannot
// choose the folder: every value is escaped, so that it stays within its own.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { StoredEvent } from '../../journal/journal-data.js';

/** What Hive, Spark, DuckDB and Athena read as null. */
export const NO_VALUE = '__HIVE_DEFAULT_PARTITION__';

const LONGEST_VALUE = 64;
const LONGEST_SEGMENT = 255;
const LONGEST_PATH = 400;
const HASH_LENGTH = 16;
const HOUR_MS = 3_600_000;
const FIELD = /\{([^{}]*)\}/;
/** Plain in every file system, URL and object key. */
const LITERAL = /^[A-Za-z0-9_.=/-]*$/;
const PLAIN_BYTE = /[A-Za-z0-9_.-]/;

type Field = (event: StoredEvent) => string;

/** A function for each, made anew for each partition: it remembers. */
const fields: ReadonlyMap<string, () => Field> = new Map([
  ['date', () => atTime(0, 10)],
  ['year', () => atTime(0, 4)],
  ['month', () => atTime(5, 7)],
  ['day', () => atTime(8, 10)],
  ['hour', () => atTime(11, 13)],
  ['workspace', () => rememberLast((event) => event.workspace, escapeValue)],
  ['event_type', () => rememberLast((event) => event.type, escapeValue)],
]);

const FORM =
  `a path of letters, digits, "_", ".", "=", "-" and {${[...fields.keys()].join('}, {')}}, ` +
  'each at most once, such as dt={date}/workspace={workspace}';

/** Folders for an event, below each other, with "/" between and after them; empty for none. */
export type Partition = (event: StoredEvent) => string;

/** A partition as it is written in the configuration. */
export const partition = z.string({ error: FORM }).transform((template, context): Partition => {
  const compiled = compile(template);
  if (compiled) return compiled;
  context.addIssue({ code: 'custom', message: FORM });
  return z.NEVER;
});

/** Null where `template` is none. */
function compile(template: string): Partition | null {
  if (template === '') return () => '';
  const pieces = template.replace(/\/$/, '').split(FIELD);
  const named = pieces.filter((_, index) => index % 2 === 1);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  if (new Set(named).size < named.length || !literals.every((literal) => LITERAL.test(literal))) return null;
  const parts = pieces.map((piece, index) => (index % 2 === 0 ? () => piece : fields.get(piece)?.()));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length || !fits(pieces)) return null;
  return (event) => `${known.map((part) => part(event)).join('')}/`;
}

/** Whether no path becomes too long for a file system, and none of its segments is empty or leads elsewhere. */
function fits(pieces: readonly string[]): boolean {
  const longest = pieces
    .map((piece, index) => (index % 2 === 0 ? piece : 'x'.repeat(LONGEST_VALUE)))
    .join('');
  const segments = longest.split('/');
  return (
    longest.length <= LONGEST_PATH &&
    segments.every((segment) => segment.length <= LONGEST_SEGMENT && !/^\.*$/.test(segment))
  );
}

/** A stretch of the event's time in ISO 8601, UTC, down to the hour. */
function atTime(from: number, to: number): Field {
  return rememberLast(
    ({ time }) => (time === null ? null : Math.floor(time / HOUR_MS)),
    (hour) => (hour === null ? NO_VALUE : new Date(hour * HOUR_MS).toISOString().slice(from, to)),
  );
}

/** Events that follow one another are mostly alike. */
function rememberLast<Value>(read: (event: StoredEvent) => Value, write: (value: Value) => string): Field {
  let last: { value: Value; text: string } | null = null;
  return (event) => {
    const value = read(event);
    if (last === null || last.value !== value) last = { value, text: write(value) };
    return last.text;
  };
}

/**
 * `value` with every byte of its UTF-8 but ASCII letters, digits, "_", "-" and "." as %XX, also a "." at its beginning. A long one
 * is cut, and told from others that begin alike by its hash. Never empty, never longer than 64 characters.
 */
export function escapeValue(value: string | null): string {
  if (value === null || value === '') return NO_VALUE;
  let escaped = '';
  for (const byte of Buffer.from(value)) {
    const char = String.fromCharCode(byte);
    const isPlain = PLAIN_BYTE.test(char) && (char !== '.' || escaped !== '');
    escaped += isPlain ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (escaped.length > LONGEST_VALUE) return cutShort(escaped, value);
  }
  return escaped;
}

function cutShort(escaped: string, value: string): string {
  const start = escaped.slice(0, LONGEST_VALUE - HASH_LENGTH - 1).replace(/%.?$/, '');
  return `${start}-${createHash('sha256').update(value).digest('hex').slice(0, HASH_LENGTH)}`;
}
