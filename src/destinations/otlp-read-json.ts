// From JSON text straight to OpenTelemetry's AnyValue. JSON.parse is no way there: it rounds integers beyond 2^53.
import type { AnyValue, KeyValue } from './otlp-value.js';

/**
 * Readers of protocol buffers commonly refuse messages nested more than 100 deep, and a level of JSON takes three. What lies deeper
 * is kept as JSON text.
 */
const DEEPEST = 30;
const LONGEST_SAFE_INTEGER = 15;
const LEAST_INT64 = -(2n ** 63n);
const MOST_INT64 = 2n ** 63n - 1n;
const SCALAR_END = /[,\]}\s]|$/g;

/**
 * The value that JSON text stands for; text that is no JSON stands for itself. Of members with the same name the last one stays, as in
 * JSON.parse.
 */
export function readAnyValue(json: string): AnyValue {
  try {
    return new Reader(json).readAll();
  } catch (error: unknown) {
    if (error instanceof SyntaxError) return { stringValue: json };
    throw error;
  }
}

class Reader {
  readonly #json: string;
  #at = 0;

  constructor(json: string) {
    this.#json = json;
  }

  readAll(): AnyValue {
    const value = this.#read(0);
    this.#skipBlanks();
    if (this.#at < this.#json.length) throw new SyntaxError(`more than a value at ${this.#at}`);
    return value;
  }

  #read(depth: number): AnyValue {
    this.#skipBlanks();
    const start = this.#at;
    const first = this.#json[start];
    if (first === '"') return { stringValue: this.#readString() };
    if (first !== '{' && first !== '[') return toScalar(this.#cutScalar());
    if (depth >= DEEPEST) return { stringValue: this.#cutContainer() };
    return first === '{'
      ? { kvlistValue: { values: this.#readMembers(depth) } }
      : { arrayValue: { values: this.#readElements(depth) } };
  }

  #readMembers(depth: number): readonly KeyValue[] {
    const members = new Map<string, KeyValue>();
    this.#readItems('}', () => {
      const key = this.#readString();
      this.#skipBlanks();
      this.#expect(':');
      members.set(key, { key, value: this.#read(depth + 1) });
    });
    return [...members.values()];
  }

  #readElements(depth: number): readonly AnyValue[] {
    const elements: AnyValue[] = [];
    this.#readItems(']', () => elements.push(this.#read(depth + 1)));
    return elements;
  }

  #readItems(end: string, readItem: () => void): void {
    this.#at += 1;
    this.#skipBlanks();
    while (this.#json[this.#at] !== end) {
      readItem();
      this.#skipBlanks();
      if (this.#json[this.#at] !== end) this.#expect(',');
      this.#skipBlanks();
    }
    this.#at += 1;
  }

  #readString(): string {
    const start = this.#at;
    this.#skipString();
    const text = this.#json.slice(start + 1, this.#at - 1);
    return text.includes('\\') ? JSON.parse(`"${text}"`) : text;
  }

  #cutScalar(): string {
    const start = this.#at;
    SCALAR_END.lastIndex = start;
    this.#at = SCALAR_END.exec(this.#json)?.index ?? this.#json.length;
    return this.#json.slice(start, this.#at);
  }

  #cutContainer(): string {
    const start = this.#at;
    for (let depth = 0; depth > 0 || this.#at === start; ) {
      const char = this.#json[this.#at];
      if (char === undefined) throw unexpectedEnd();
      if (char === '"') {
        this.#skipString();
        continue;
      }
      if (char === '{' || char === '[') depth += 1;
      if (char === '}' || char === ']') depth -= 1;
      this.#at += 1;
    }
    return this.#json.slice(start, this.#at);
  }

  #skipString(): void {
    this.#expect('"');
    for (;;) {
      const quote = this.#json.indexOf('"', this.#at);
      if (quote < 0) throw unexpectedEnd();
      let backslashes = 0;
      while (this.#json[quote - 1 - backslashes] === '\\') backslashes += 1;
      this.#at = quote + 1;
      if (backslashes % 2 === 0) return;
    }
  }

  #skipBlanks(): void {
    while (' \t\n\r'.includes(this.#json[this.#at] ?? '-')) this.#at += 1;
  }

  #expect(char: string): void {
    if (this.#json[this.#at] !== char) throw new SyntaxError(`expected ${char} at ${this.#at}`);
    this.#at += 1;
  }
}

function toScalar(text: string): AnyValue {
  if (text === 'null') return {};
  if (text === 'true' || text === 'false') return { boolValue: text === 'true' };
  if (/^-?\d+$/.test(text)) return toInteger(text);
  const number = Number(text);
  if (text === '' || Number.isNaN(number)) throw new SyntaxError(`${text.slice(0, 20)} is no JSON`);
  return Number.isFinite(number) ? { doubleValue: number } : { stringValue: text };
}

/** An integer that 64 bits cannot hold stays text, digit by digit. */
function toInteger(text: string): AnyValue {
  if (text.length <= LONGEST_SAFE_INTEGER) return { intValue: String(Number(text)) };
  const integer = BigInt(text);
  return integer >= LEAST_INT64 && integer <= MOST_INT64 ? { intValue: text } : { stringValue: text };
}

function unexpectedEnd(): SyntaxError {
  return new SyntaxError('the text ends within a value');
}
