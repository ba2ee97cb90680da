// What the index keeps of an event: the values that facets count, and the words that free text finds. Pure.
import type { StoredEvent } from '../journal/journal-data.js';

/** The facets, each a column of the index. */
export const FACETS = ['workspace', 'type', 'resource', 'user', 'ip'] as const;
export type FacetName = (typeof FACETS)[number];

export interface Fields extends Readonly<Record<FacetName, string | null>> {
  resourceName: string | null;
  /** Every value in the record, for the index of words. */
  values: readonly string[];
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
  gatherValues(record, { into: values, left: LONGEST_TEXT }, DEEPEST);
  return {
    workspace: shorten(event.workspace),
    type: shorten(event.type),
    resource: shorten(event.resourceType),
    user: shorten(event.user),
    ip: textAt(record, 'details', 'request', 'ip_address'),
    resourceName: textAt(record, 'resource', 'name'),
    values,
  };
}

function readRecord(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8'));
  } catch {
    return null;
  }
}

interface Gathered {
  into: string[];
  /** So much more may be gathered, in characters. */
  left: number;
}

function gatherValues(value: unknown, gathered: Gathered, depth: number): void {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value).slice(0, gathered.left);
    gathered.left -= text.length;
    if (text !== '') gathered.into.push(text);
  } else if (typeof value === 'object' && value !== null && depth > 0) {
    for (const member of Object.values(value)) gatherValues(member, gathered, depth - 1);
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
