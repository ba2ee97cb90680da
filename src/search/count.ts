// Counting and listing over the columns. Pure but for the columns that it reads.
import type { Columns, Dictionary } from './columns.js';
import { FACETS, type FacetName } from './fields.js';

/** What is asked of the index. Times are epoch milliseconds, `[since, until)`. */
export interface Question extends Readonly<Partial<Record<FacetName, readonly string[] | undefined>>> {
  since?: number | undefined;
  until?: number | undefined;
  q?: string | undefined;
}

/** Which rows have the words of the question, one bit for each; null: it has none. */
export type WordRows = Uint8Array | null;

export interface Range {
  /** Rows before this one stand for events whose bodies are gone. */
  firstRow: number;
}

export interface FacetCounts {
  value: string;
  count: number;
}

const MOST_FACETS = 20;

/** Calls `visit` with every row that the question finds. */
export function eachRow(
  columns: Columns,
  dictionary: Dictionary,
  question: Question,
  words: WordRows,
  { firstRow }: Range,
  visit: (row: number, time: number) => void,
): void {
  const since = question.since ?? Number.NEGATIVE_INFINITY;
  const until = question.until ?? Number.POSITIVE_INFINITY;
  const wanted = FACETS.flatMap((facet) => {
    const values = question[facet];
    if (values === undefined || values.length === 0) return [];
    const allowed = new Uint8Array(dictionary.texts.length);
    for (const value of values) allowed[dictionary.find(value) ?? allowed.length] = 1;
    return [{ column: columns.facets[facet], allowed }];
  });
  const { time, length } = columns;
  rows: for (let row = firstRow; row < length; row += 1) {
    const at = time[row] ?? 0;
    if (at < since || at >= until) continue;
    if (words !== null && ((words[row >> 3] ?? 0) & (1 << (row & 7))) === 0) continue;
    for (const { column, allowed } of wanted) {
      if (allowed[column[row] ?? 0] !== 1) continue rows;
    }
    visit(row, at);
  }
}

/** The commonest values of every facet, as `count` has found them. */
export function topFacets(
  counts: Readonly<Record<FacetName, Uint32Array>>,
  dictionary: Dictionary,
): Record<FacetName, FacetCounts[]> {
  const top = (facet: FacetName) => {
    const found: FacetCounts[] = [];
    counts[facet].forEach((count, number) => {
      const value = dictionary.texts[number];
      if (count > 0 && value !== null && value !== undefined) found.push({ value, count });
    });
    return found
      .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
      .slice(0, MOST_FACETS);
  };
  return {
    workspace: top('workspace'),
    type: top('type'),
    resource: top('resource'),
    user: top('user'),
    ip: top('ip'),
  };
}

/** The `most` newest rows that are older than `before`, kept while rows come in any order: a heap whose top is the oldest kept. */
export class Newest {
  readonly #heap: { time: number; position: number }[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  offer(time: number, position: number): void {
    const heap = this.#heap;
    if (heap.length < this.#most) {
      heap.push({ time, position });
      this.#rise(heap.length - 1);
      return;
    }
    const oldest = heap[0];
    if (!oldest || !isNewer(time, position, oldest.time, oldest.position)) return;
    heap[0] = { time, position };
    this.#sink();
  }

  /** Newest first. */
  list(): { time: number; position: number }[] {
    return [...this.#heap].sort((one, other) => other.time - one.time || other.position - one.position);
  }

  #rise(start: number): void {
    const heap = this.#heap;
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isOlder(at, parent)) return;
      [heap[at], heap[parent]] = [heap[parent], heap[at]] as [(typeof heap)[0], (typeof heap)[0]];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ; ) {
      let oldest = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#isOlder(child, oldest)) oldest = child;
      }
      if (oldest === at) return;
      [heap[at], heap[oldest]] = [heap[oldest], heap[at]] as [(typeof heap)[0], (typeof heap)[0]];
      at = oldest;
    }
  }

  #isOlder(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    return a !== undefined && b !== undefined && isNewer(b.time, b.position, a.time, a.position);
  }
}

/** Whether one event comes before another in a list that is newest first. */
export function isNewer(time: number, position: number, otherTime: number, otherPosition: number): boolean {
  return time > otherTime || (time === otherTime && position > otherPosition);
}
