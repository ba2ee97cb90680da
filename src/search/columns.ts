// A million events as columns of numbers, so that counting them all takes milliseconds. Rows are in the order of their positions.
import { FACETS, type FacetName } from './fields.js';

/** One row to add. Values are numbers of a dictionary. */
export interface ColumnRow extends Readonly<Record<FacetName, number>> {
  position: number;
  /** Event time, or, where the record has none, when it was first seen; epoch milliseconds. */
  time: number;
}

const FIRST_CAPACITY = 4096;

/** Grows as rows are added; `length` of each array is in use. */
export class Columns {
  length = 0;
  position = new Float64Array(FIRST_CAPACITY);
  time = new Float64Array(FIRST_CAPACITY);
  readonly facets: Record<FacetName, Uint32Array>;

  constructor() {
    const empty = () => new Uint32Array(FIRST_CAPACITY);
    this.facets = { workspace: empty(), type: empty(), resource: empty(), user: empty(), ip: empty() };
  }

  add(row: ColumnRow): void {
    if (this.length === this.position.length) this.#grow();
    const at = this.length;
    this.position[at] = row.position;
    this.time[at] = row.time;
    for (const facet of FACETS) this.facets[facet][at] = row[facet];
    this.length += 1;
  }

  /** The first row whose position is `position` or more. */
  rowFrom(position: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.position[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Rows `from` to `to` as bytes, for `load`. */
  save(from: number, to: number): Uint8Array {
    return Buffer.concat(
      this.#all().map((numbers) =>
        Buffer.from(
          numbers.buffer,
          from * numbers.BYTES_PER_ELEMENT,
          (to - from) * numbers.BYTES_PER_ELEMENT,
        ),
      ),
    );
  }

  /** Adds the `rows` rows that `save` has written. */
  load(bytes: Uint8Array, rows: number): void {
    while (this.length + rows > this.position.length) this.#grow();
    let at = 0;
    for (const numbers of this.#all()) {
      const size = rows * numbers.BYTES_PER_ELEMENT;
      new Uint8Array(numbers.buffer).set(
        bytes.subarray(at, at + size),
        this.length * numbers.BYTES_PER_ELEMENT,
      );
      at += size;
    }
    if (at !== bytes.length) throw new RangeError('a block of another length');
    this.length += rows;
  }

  #all(): readonly (Float64Array | Uint32Array)[] {
    return [this.position, this.time, ...FACETS.map((facet) => this.facets[facet])];
  }

  #grow(): void {
    const capacity = this.position.length * 2;
    this.position = larger(this.position, new Float64Array(capacity));
    this.time = larger(this.time, new Float64Array(capacity));
    for (const facet of FACETS) this.facets[facet] = larger(this.facets[facet], new Uint32Array(capacity));
  }
}

function larger<Numbers extends Float64Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Texts by number, one dictionary for all columns. Number 0 stands for a missing value. */
export class Dictionary {
  readonly texts: (string | null)[] = [null];
  readonly #numbers = new Map<string, number>();

  /** The number of `text`, a new one where it has none. */
  numberOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.remember(number, text);
    return number;
  }

  /** The number of `text`; undefined where no event has it. */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  remember(number: number, text: string): void {
    this.texts[number] = text;
    this.#numbers.set(text, number);
  }
}
