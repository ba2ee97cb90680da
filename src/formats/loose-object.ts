// An object of unknown shape, fresh from JSON.parse, from which a format takes what it has a place for. What is never taken is not
// lost: it is the rest.

export type Members = Readonly<Record<string, unknown>>;

/** Reading never throws: what is missing or of another type is undefined, and stays in the rest. */
export class LooseObject {
  readonly #members: Record<string, unknown>;

  /** `value` belongs to this object from now on: what is taken from the one is taken from the other. */
  constructor(value: unknown) {
    this.#members = isObject(value) ? value : NOTHING;
  }

  /** A text that is not empty, or a number as text, without taking it. */
  peek(name: string): string | undefined {
    const value = this.#members[name];
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' ? String(value) : undefined;
  }

  /** As `peek`, and then it is gone. */
  take(name: string): string | undefined {
    const text = this.peek(name);
    if (text !== undefined) this.#members[name] = undefined;
    return text;
  }

  /** Any value, without taking it. */
  value(name: string): unknown {
    return this.#members[name];
  }

  /** The object that is this member, or one without members; what is not taken from it stays in the rest. */
  child(name: string): LooseObject {
    return new LooseObject(this.#members[name]);
  }

  /** What was not taken, as JSON.stringify writes it; undefined where nothing is left but nulls and empty objects. */
  rest(): Members | undefined {
    let isSomethingLeft = false;
    for (const name of Object.keys(this.#members)) {
      if (isSpent(this.#members[name])) this.#members[name] = undefined;
      else isSomethingLeft = true;
    }
    return isSomethingLeft ? this.#members : undefined;
  }
}

/** Nothing is ever taken from it. */
const NOTHING: Record<string, unknown> = Object.freeze({});

function isSpent(value: unknown): boolean {
  if (!isObject(value)) return value === undefined || value === null;
  for (const name of Object.keys(value)) {
    if (!isSpent(value[name])) return false;
  }
  return true;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
