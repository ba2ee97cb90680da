// Cutting JSON without copying or rounding it: where a value begins and ends in the bytes of a text known to be valid.
import { MalformedPage } from './malformed-page.js';

const DEEPEST = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

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
  let at = skipBlanks(json, 0) + 1;
  for (;;) {
    at = skipBlanks(json, at);
    if (json[at] === COMMA) at = skipBlanks(json, at + 1);
    if (json[at] !== QUOTE) return found;
    const keyEnd = endOfString(json, at);
    const start = skipBlanks(json, skipBlanks(json, keyEnd) + 1);
    const end = endOfValue(json, start);
    if (isString(json, at, keyEnd, name)) found = json.subarray(start, end);
    if (found && which === 'first') return found;
    at = end;
  }
}

/** Whether the JSON string between the two places is `value`, which is ASCII. */
function isString(json: Uint8Array, from: number, to: number, value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const byte = json[from + 1 + index];
    if (byte === BACKSLASH) return JSON.parse(text(json, from, to)) === value;
    if (byte !== value.charCodeAt(index)) return false;
  }
  return to - from - 2 === value.length;
}

/**
 * The bytes of each element of the array that `json` holds, without the blanks around them.
 * @throws MalformedPage where values are nested more than 500 deep.
 */
export function cutElements(json: Uint8Array): Uint8Array[] {
  const elements: Uint8Array[] = [];
  let at = skipBlanks(json, skipBlanks(json, 0) + 1);
  while (at < json.length && json[at] !== CLOSE_BRACKET) {
    const end = endOfValue(json, at);
    elements.push(json.subarray(at, end));
    at = skipBlanks(json, end);
    if (json[at] === COMMA) at = skipBlanks(json, at + 1);
  }
  return elements;
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

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isEndOfScalar(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isBlank(byte);
}

function text(json: Uint8Array, from: number, to: number): string {
  return Buffer.from(json.buffer, json.byteOffset + from, to - from).toString('utf8');
}
