// What a fake cluster holds: indices, data streams over backing indices, index templates, and what bulk actions do to them.

export interface Failure {
  status: number;
  type: string;
  reason: string;
}

/** What one bulk action comes to before the document is looked at; null: what it would anyway. */
export type ItemFault = (id: string, document: Record<string, unknown>) => Failure | null;

interface Template {
  index_patterns?: string[];
  data_stream?: object;
}

const TIMESTAMP_MISSING: Failure = {
  status: 400,
  type: 'document_parsing_exception',
  reason: 'data stream timestamp field [@timestamp] is missing',
};
const NOT_CREATE: Failure = {
  status: 400,
  type: 'illegal_argument_exception',
  reason: 'only write ops with an op_type of create are allowed in data streams',
};

export class FakeElasticsearchStore {
  itemFault: ItemFault = () => null;
  readonly indices = new Map<string, Map<string, Record<string, unknown>>>();
  readonly streams = new Map<string, string[]>();
  readonly templates = new Map<string, Template>();

  has(name: string): boolean {
    return this.indices.has(name) || this.streams.has(name);
  }

  createIndex(name: string): void {
    this.indices.set(name, new Map());
  }

  isDataStreamName(name: string): boolean {
    return [...this.templates.values()].some(
      ({ index_patterns: patterns = [], data_stream }) =>
        data_stream !== undefined && patterns.some((pattern) => name.startsWith(pattern.replace(/\*$/, ''))),
    );
  }

  /** Makes the data stream, or gives it another backing index. */
  rollOver(name: string): void {
    const backing = this.streams.get(name) ?? [];
    const index = `.ds-${name}-${String(backing.length + 1).padStart(6, '0')}`;
    this.streams.set(name, [...backing, index]);
    this.createIndex(index);
  }

  /** Everything in a data stream or index, in the order in which it came. */
  documents(target: string) {
    return (this.streams.get(target) ?? [target]).flatMap((index) =>
      [...(this.indices.get(index) ?? [])].map(([_id, _source]) => ({ _index: index, _id, _source })),
    );
  }

  /** The answer to the body of a bulk request; null where it lacks its last line end. */
  bulk(target: string, body: string): { took: number; errors: boolean; items: object[] } | null {
    if (!body.endsWith('\n')) return null;
    const lines = body.split('\n').slice(0, -1);
    const items = [];
    let errors = false;
    for (let at = 0; at < lines.length; at += 2) {
      const line: Record<string, { _id?: string; _index?: string }> = JSON.parse(lines[at] ?? '');
      const [[action, meta] = ['none', {}]] = Object.entries(line);
      const name = meta._index ?? target;
      if (!this.has(name)) this.#make(name);
      const id = meta._id ?? `auto-${this.indices.size}-${at}`;
      const outcome = this.#store(name, action, id, JSON.parse(lines[at + 1] ?? ''));
      errors ||= outcome.status >= 300;
      items.push({ [action]: { _index: name, _id: id, ...outcome } });
    }
    return { took: 1, errors, items };
  }

  #make(name: string): void {
    if (this.isDataStreamName(name)) this.rollOver(name);
    else this.createIndex(name);
  }

  #store(name: string, action: string, id: string, document: Record<string, unknown>) {
    const isStream = this.streams.has(name);
    const index = this.indices.get(this.streams.get(name)?.at(-1) ?? name);
    const failure =
      this.itemFault(id, document) ??
      (isStream && action !== 'create' ? NOT_CREATE : null) ??
      (isStream && document['@timestamp'] === undefined ? TIMESTAMP_MISSING : null) ??
      (action === 'create' && index?.has(id) ? conflict(id) : null);
    if (failure) {
      const { status, ...error } = failure;
      return { status, error };
    }
    index?.set(id, document);
    return { status: 201, result: 'created', _version: 1, _seq_no: 0, _primary_term: 1 };
  }
}

function conflict(id: string): Failure {
  const reason = `[${id}]: version conflict, document already exists (current version [1])`;
  return { status: 409, type: 'version_conflict_engine_exception', reason };
}
