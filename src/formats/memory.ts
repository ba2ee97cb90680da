// What is the same in many events is made once and remembered.

const LONGEST_KEY = 400;
const MOST_KEYS = 2000;

type Text = string | undefined;

interface Known<Key extends readonly Text[], Value> {
  key: Key;
  value: Value;
}

/** What follows from some texts. Holds so much and no more: what records name is not ours. */
export class Memory<Key extends readonly Text[], Value> {
  readonly #make: (...key: Key) => Value;
  readonly #known = new Map<string, Known<Key, Value>>();
  #last: Known<Key, Value> | undefined;

  constructor(make: (...key: Key) => Value) {
    this.#make = make;
  }

  recall(...key: Key): Value {
    if (this.#last && isSame(this.#last.key, key)) return this.#last.value;
    const joined = key.join(' ');
    const found = this.#known.get(joined);
    // Blanks within the texts can make two keys look like one.
    const known = found && isSame(found.key, key) ? found : { key, value: this.#make(...key) };
    if (known !== found && joined.length <= LONGEST_KEY) {
      if (this.#known.size >= MOST_KEYS) this.#known.clear();
      this.#known.set(joined, known);
    }
    this.#last = known;
    return known.value;
  }
}

function isSame(one: readonly Text[], other: readonly Text[]): boolean {
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}
