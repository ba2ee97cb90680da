// The columns that the records of a batch make: one for each field, found by looking at all of them. Pure.

/** How the values of a column are stored: `text` takes everything, numbers by their digits, lists as JSON. */
export type ColumnKind = 'boolean' | 'integer' | 'double' | 'text';

export interface RecordColumn {
  name: string;
  kind: ColumnKind;
  /** Where its value stands in a record. */
  path: readonly string[];
}

/** Fields that are looked at and columns that are made; what is beyond them is in the whole record only. */
const MOST_FIELDS = 10_000;
const MOST_COLUMNS = 500;
/** Objects deeper within others than this are kept as JSON. */
const DEEPEST = 6;
const LONGEST_NAME = 100;

interface Field {
  path: readonly string[];
  children: Map<string, Field>;
  /** Null: it never held a value of its own. */
  kind: ColumnKind | null;
  /** In how many records. */
  count: number;
}

/** Collects the fields of records, one record after another. */
export class ColumnFinder {
  readonly #root: Field = { path: [], children: new Map(), kind: null, count: 0 };
  #fields = 0;

  add(record: unknown): void {
    if (isObject(record)) this.#look(this.#root, record);
  }

  /**
   * Columns by their names, which are letters, digits and underscores in lower case, as `details_request_ip_address`. Names that
   * are `taken` are not given; two fields with one name are numbered. Of too many, those in the most records are kept.
   */
  columns(taken: readonly string[]): readonly RecordColumn[] {
    const found = [...leaves(this.#root)]
      .sort((one, other) => other.field.count - one.field.count || compare(one.key, other.key))
      .slice(0, MOST_COLUMNS)
      .sort((one, other) => compare(one.key, other.key));
    const names = new Set<string>();
    return found.flatMap(({ field: { path }, kind }) => {
      const name = nameOf(path);
      if (taken.includes(name)) return [];
      const free = freeName(name, names, taken);
      names.add(free);
      return [{ name: free, kind, path }];
    });
  }

  #look(parent: Field, object: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === null) continue;
      const field = parent.children.get(key) ?? this.#addField(parent, key);
      if (!field) continue;
      if (isObject(value) && field.path.length < DEEPEST) {
        this.#look(field, value);
        continue;
      }
      field.count += 1;
      field.kind = field.kind === null ? kindOf(value) : common(field.kind, kindOf(value));
    }
  }

  #addField(parent: Field, key: string): Field | null {
    if (this.#fields >= MOST_FIELDS) return null;
    this.#fields += 1;
    const field = { path: [...parent.path, key], children: new Map(), kind: null, count: 0 };
    parent.children.set(key, field);
    return field;
  }
}

/** What stands at a column's place in a record; null where nothing does. */
export function valueAt(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return null;
    value = value[key];
  }
  return isObject(value) && path.length < DEEPEST ? null : value;
}

function* leaves(field: Field): Generator<{ field: Field; kind: ColumnKind; key: string }> {
  if (field.kind !== null) yield { field, kind: field.kind, key: field.path.join('\0') };
  for (const child of field.children.values()) yield* leaves(child);
}

function kindOf(value: unknown): ColumnKind {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'number') return 'text';
  return Number.isSafeInteger(value) ? 'integer' : 'double';
}

function common(one: ColumnKind, other: ColumnKind): ColumnKind {
  if (one === other) return one;
  const areNumbers = [one, other].every((kind) => kind === 'integer' || kind === 'double');
  return areNumbers ? 'double' : 'text';
}

function nameOf(path: readonly string[]): string {
  const name = path.map((key) => key.toLowerCase().replace(/[^a-z0-9_]+/g, '_')).join('_');
  return name.slice(0, LONGEST_NAME) || '_';
}

function freeName(name: string, names: ReadonlySet<string>, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; names.has(free) || taken.includes(free); number += 1) free = `${name}_${number}`;
  return free;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
