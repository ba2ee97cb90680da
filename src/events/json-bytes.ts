// Cutting JSON without copying or rounding it: where a value begins and ends in the bytes of a text known to be valid.
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-signs.js';
import { MalformedPage } from './malformed-page.js';

const DEEPEST = 500;

/** A member of an object, or an element of an array, where it stands in the bytes. Ends are exclusive. */
export interface Child {
  /** The member's name, unescaped, or the element's index as text. */
  name: string;
  /** Where its value begins and ends. */
  start: number;
  end: number;
  /** From the bracket or comma before it to the comma or bracket behind it. */
  from: number;
  to: number;
}

/**
 * The members or elements of the object or array that begins at `open`, one after the other; nothing where neither does.
 * @throws MalformedPage where values are nested more than 500 deep.
 */
export function* childrenOf(json: Uint8Array, open = skipBlanks(json, 0)): Generator<Child, void> {
  const isObject = json[open] === OPEN_BRACE;
  if (!isObject && json[open] !== OPEN_BRACKET) return;
  let from = open + 1;
  let at = skipBlanks(json, from);
  if (json[at] === CLOSE_BRACE || json[at] === CLOSE_BRACKET) return;
  for (let index = 0; at < json.length; index += 1) {
    const nameEnd = isObject ? endOfString(json, at) : at;
    const name = isObject ? readName(textOf(json, at + 1, nameEnd - 1)) : String(index);
    const start = isObject ? skipBlanks(json, skipBlanks(json, nameEnd) + 1) : at;
    const end = endOfValue(json, start);
    const to = skipBlanks(json, end);
    yield { name, start, end, from, to };
    if (json[to] !== COMMA) return;
    from = to + 1;
    at = skipBlanks(json, from);
  }
}

/** The strings, numbers and literals in the value between `start` and `end`, however deep; names of members are none. */
export function* scalarsOf(json: Uint8Array, start: number, end: number): Generator<Span, void> {
  for (let at = start; at < end; ) {
    const from = skipPunctuation(json, at);
    if (from >= end) return;
    at = endOfValue(json, from);
    if (json[from] !== QUOTE || json[skipBlanks(json, at)] !== COLON) yield { from, to: at };
  }
}

/** Bytes from `from` to `to`, exclusive. */
export interface Span {
  from: number;
  to: number;
}

/**
 * The bytes of the member `name` (ASCII) of the object that `json` holds; null where there is none. Of several the last one wins, as in
 * JSON.parse, or the first, which spares reading on.
 * @throws MalformedPage where values are nested more than 500 deep.
 */
export function cutMember(
  json: Uint8Array,
  name: string,
  which: 'first' | 'last' = 'last',
): Uint8Array | null {
  let found: Uint8Array | null = null;
  visitMembers(json, name, (start) => {
    const end = endOfValue(json, start);
    found = json.subarray(start, end);
    return which === 'first' ? null : end;
  });
  return found;
}

/**
 * The bytes of each element of the array that is the member `name` of the object that `json` holds, without the blanks around
 * them; none where there is no such array. In one pass: a page is nothing but such elements.
 * @throws MalformedPage where values are nested more than 500 deep.
 */
export function cutElements(json: Uint8Array, name: string): Uint8Array[] {
  let elements: Uint8Array[] = [];
  visitMembers(json, name, (start) => {
    elements = [];
    if (json[start] !== OPEN_BRACKET) return endOfValue(json, start);
    let at = skipBlanks(json, start + 1);
    while (at < json.length && json[at] !== CLOSE_BRACKET) {
      const end = endOfValue(json, at);
      elements.push(json.subarray(at, end));
      at = skipBlanks(json, end);
      if (json[at] === COMMA) at = skipBlanks(json, at + 1);
    }
    return at + 1;
  });
  return elements;
}

/** Tells `take` where the value of each member `name` begins, and goes on where it says that the value ends; null: no further. */
function visitMembers(json: Uint8Array, name: string, take: (start: number) => number | null): void {
  let at: number | null = skipBlanks(json, 0) + 1;
  while (at !== null) {
    at = skipBlanks(json, at);
    if (json[at] === COMMA) at = skipBlanks(json, at + 1);
    if (json[at] !== QUOTE) return;
    const keyEnd = endOfString(json, at);
    const start = skipBlanks(json, skipBlanks(json, keyEnd) + 1);
    at = isString(json, at, keyEnd, name) ? take(start) : endOfValue(json, start);
  }
}

/** Whether the JSON string between the two places is `value`, which is ASCII. */
function isString(json: Uint8Array, from: number, to: number, value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const byte = json[from + 1 + index];
    if (byte === BACKSLASH) return readName(textOf(json, from + 1, to - 1)) === value;
    if (byte !== value.charCodeAt(index)) return false;
  }
  return to - from - 2 === value.length;
}

/** The text of some of the bytes. */
export function textOf(json: Uint8Array, from = 0, to = json.length): string {
  return Buffer.from(json.buffer, json.byteOffset + from, to - from).toString('utf8');
}

function endOfValue(json: Uint8Array, start: number): number {
  const first = json[start];
  if (first === QUOTE) return endOfString(json, start);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfContainer(json, start);
  let at = start;
  while (at < json.length && !isEndOfScalar(json[at])) at += 1;
  return at;
}

function endOfContainer(json: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
    if (depth === 0) return at + 1;
    if (depth > DEEPEST) {
      throw new MalformedPage(`The response nests values more than ${DEEPEST} deep.`);
    }
  }
  return json.length;
}

/** What the inside of a string says; most names escape nothing. */
function readName(inside: string): string {
  return inside.includes('\\') ? JSON.parse(`"${inside}"`) : inside;
}

/** Byte by byte: strings are short, and a search for the end of each would cost more than it skips. */
function endOfString(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return Math.min(at + 1, json.length);
}

function skipBlanks(json: Uint8Array, start: number): number {
  let at = start;
  while (isBlank(json[at])) at += 1;
  return at;
}

/** Past everything that is no scalar and no name. */
function skipPunctuation(json: Uint8Array, start: number): number {
  let at = start;
  while (at < json.length && isPunctuation(json[at])) at += 1;
  return at;
}

function isPunctuation(byte: number | undefined): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === COLON || isEndOfScalar(byte);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isEndOfScalar(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isBlank(byte);
}
