// A queue whose both ends cost the same, however long it is.

const LEAST_TO_COMPACT = 32;

export class Fifo<T> {
  #items: T[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Puts an item before all others. */
  unshift(item: T): void {
    if (this.#first === 0) {
      this.#items.unshift(item);
      return;
    }
    this.#first -= 1;
    this.#items[this.#first] = item;
  }

  /** Takes the first item out; undefined where there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first];
    this.#first += 1;
    if (this.#first >= LEAST_TO_COMPACT && this.#first * 2 >= this.#items.length) this.keep(() => true);
    return item;
  }

  /** Drops every item that is not `isKept`. */
  keep(isKept: (item: T) => boolean): void {
    this.#items = this.#items.slice(this.#first).filter(isKept);
    this.#first = 0;
  }
}
