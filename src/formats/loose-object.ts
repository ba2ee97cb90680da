// An object of unknown shape from which a format takes what it has a place for. What is never taken is not lost: it is the rest.

export type Members = Readonly<Record<string, unknown>>;

/** Reading never throws: what is missing or of another type is undefined, and stays in the rest. */
export class LooseObject {
  readonly #members: Members;
  readonly #taken = new Set<string>();
  readonly #children = new Map<string, LooseObject>();

  constructor(value: unknown) {
    this.#members = isObject(value) ? value : {};
  }

  /** A text that is not empty, or a number as text, without taking it. */
  peek(name: string): string | undefined {
    const value = this.#members[name];
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' ? String(value) : undefined;
  }

  /** As `peek`, and it is no longer in the rest. */
  take(name: string): string | undefined {
    const text = this.peek(name);
    if (text !== undefined) this.#taken.add(name);
    return text;
  }

  /** Any value, without taking it. */
  value(name: string): unknown {
    return this.#members[name];
  }

  /** The object that is this member, or one without members; what is not taken from it stays in the rest. */
  child(name: string): LooseObject {
    const known = this.#children.get(name);
    if (known) return known;
    const value = this.#members[name];
    const child = new LooseObject(value);
    if (isObject(value)) this.#children.set(name, child);
    return child;
  }

  /** What was not taken, but for nulls; undefined where nothing is left. */
  rest(): Members | undefined {
    const left: [string, unknown][] = [];
    for (const name of Object.keys(this.#members)) {
      if (this.#taken.has(name)) continue;
      const child = this.#children.get(name);
      const value = child ? child.rest() : this.#members[name];
      if (value !== undefined && value !== null) left.push([name, value]);
    }
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
