// What the index keeps of an event: the values that facets count, and the words that free text finds. Pure.
import type { StoredEvent } from '../journal/journal.js';

/** The facets, each a column of the index. */
export const FACETS = ['workspace', 'type', 'resource', 'user', 'ip'] as const;
export type FacetName = (typeof FACETS)[number];

export interface Fields extends Readonly<Record<FacetName, string | null>> {
  resourceName: string | null;
  /** Every value in the record, for the index of words. */
  text: string;
}

/** What of an event is looked at. */
type IndexedPart = Pick<StoredEvent, 'workspace' | 'type' | 'resourceType' | 'user' | 'raw'>;

/** Longer values are cut: nobody looks for more of a word, and a hostile record must not fill the memory. */
const LONGEST_VALUE = 256;
const LONGEST_TEXT = 16_384;
const DEEPEST = 8;

/** The fields of an event; a record that cannot be read has only what the journal knows of it. */
export function fieldsOf(event: IndexedPart): Fields {
  const record = readRecord(event.raw);
  const values: string[] = [];
  gatherValues(record, values, DEEPEST);
  return {
    workspace: shorten(event.workspace),
    type: shorten(event.type),
    resource: shorten(event.resourceType),
    user: shorten(event.user),
    ip: textAt(record, 'details', 'request', 'ip_address'),
    resourceName: textAt(record, 'resource', 'name'),
    text: values.join(' ').slice(0, LONGEST_TEXT),
  };
}

/**
 * The words of a query, as the index has them. Every one has to be in the record; the last may be the beginning of one.
 * Null where there is none.
 */
export function wordsOf(text: string): readonly string[] | null {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{Co}\p{M}]+/gu);
  return words === null ? null : words.slice(0, 16).map((word) => word.slice(0, LONGEST_VALUE));
}

function readRecord(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return null;
  }
}

function gatherValues(value: unknown, into: string[], depth: number): void {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'number') into.push(String(value));
  else if (typeof value === 'object' && value !== null && depth > 0) {
    for (const member of Object.values(value)) gatherValues(member, into, depth - 1);
  }
}

function textAt(record: unknown, ...path: readonly string[]): string | null {
  const found = path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    record,
  );
  return typeof found === 'string' && found !== '' ? shorten(found) : null;
}

function shorten<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : text.slice(0, LONGEST_VALUE);
}
