// From JSON text straight to OpenTelemetry's AnyValue. JSON.parse is no way there: it rounds integers beyond 2^53.
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../../events/json-signs.js';
import type { AnyValue, KeyValue } from './otlp-value.js';

/**
 * Readers of protocol buffers commonly refuse messages nested more than 100 deep, and a level of JSON takes three. What lies deeper
 * is kept as JSON text.
 */
const DEEPEST = 30;
const LONGEST_SAFE_INTEGER = 15;
const LEAST_INT64 = -(2n ** 63n);
const MOST_INT64 = 2n ** 63n - 1n;

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
    const first = this.#json.charCodeAt(this.#at);
    if (first === QUOTE) return { stringValue: this.#readString() };
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return toScalar(this.#cutScalar());
    if (depth >= DEEPEST) return { stringValue: this.#cutContainer() };
    return first === OPEN_BRACE
      ? { kvlistValue: { values: this.#readMembers(depth) } }
      : { arrayValue: { values: this.#readElements(depth) } };
  }

  #readMembers(depth: number): readonly KeyValue[] {
    const members: KeyValue[] = [];
    for (let more = this.#open(CLOSE_BRACE); more; more = this.#next(CLOSE_BRACE)) {
      const key = this.#readString();
      this.#skipBlanks();
      this.#expect(COLON);
      members.push({ key, value: this.#read(depth + 1) });
    }
    return withoutRepeats(members);
  }

  #readElements(depth: number): readonly AnyValue[] {
    const elements: AnyValue[] = [];
    for (let more = this.#open(CLOSE_BRACKET); more; more = this.#next(CLOSE_BRACKET)) {
      elements.push(this.#read(depth + 1));
    }
    return elements;
  }

  /** Whether the container that begins here has anything in it. */
  #open(end: number): boolean {
    this.#at += 1;
    this.#skipBlanks();
    return !this.#take(end);
  }

  /** Whether there is another item behind the one just read. */
  #next(end: number): boolean {
    this.#skipBlanks();
    if (this.#take(end)) return false;
    this.#expect(COMMA);
    this.#skipBlanks();
    return true;
  }

  #readString(): string {
    const start = this.#at;
    const isPlain = this.#skipString();
    return isPlain
      ? this.#json.slice(start + 1, this.#at - 1)
      : JSON.parse(this.#json.slice(start, this.#at));
  }

  /** Whether the string that is skipped holds no escapes. */
  #skipString(): boolean {
    this.#expect(QUOTE);
    const json = this.#json;
    let at = this.#at;
    let isPlain = true;
    for (let code = json.charCodeAt(at); code !== QUOTE; code = json.charCodeAt(at)) {
      if (at >= json.length) throw unexpectedEnd();
      if (code === BACKSLASH) isPlain = false;
      at += code === BACKSLASH ? 2 : 1;
    }
    this.#at = at + 1;
    return isPlain;
  }

  #cutScalar(): string {
    const start = this.#at;
    let at = start;
    while (at < this.#json.length && !isEndOfScalar(this.#json.charCodeAt(at))) at += 1;
    this.#at = at;
    return this.#json.slice(start, at);
  }

  #cutContainer(): string {
    const start = this.#at;
    for (let depth = 0; depth > 0 || this.#at === start; ) {
      const code = this.#json.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#skipString();
        continue;
      }
      if (this.#at >= this.#json.length) throw unexpectedEnd();
      if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
      if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
      this.#at += 1;
    }
    return this.#json.slice(start, this.#at);
  }

  #skipBlanks(): void {
    while (isBlank(this.#json.charCodeAt(this.#at))) this.#at += 1;
  }

  #take(code: number): boolean {
    if (this.#json.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #expect(code: number): void {
    if (!this.#take(code)) throw new SyntaxError(`expected ${String.fromCharCode(code)} at ${this.#at}`);
  }
}

/** Of members with one name the last, at the place of the first. */
function withoutRepeats(members: readonly KeyValue[]): readonly KeyValue[] {
  if (new Set(members.map(({ key }) => key)).size === members.length) return members;
  return [...new Map(members.map((member) => [member.key, member])).values()];
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
  if (text.length <= LONGEST_SAFE_INTEGER) return { intValue: text === '-0' ? '0' : text };
  const integer = BigInt(text);
  return integer >= LEAST_INT64 && integer <= MOST_INT64 ? { intValue: text } : { stringValue: text };
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isEndOfScalar(code: number): boolean {
  return code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || isBlank(code);
}

function unexpectedEnd(): SyntaxError {
  return new SyntaxError('the text ends within a value');
}
