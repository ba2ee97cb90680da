// From the body of a response to its events, each with its own bytes.
import type { AuditEvent } from './event.js';
import { cutElements, textOf } from './json-bytes.js';
import { MalformedPage } from './malformed-page.js';
import { isObject, type Parsed, readRecord } from './read-record.js';

// The bytes stay where they are: the events of a page live and die together, and a copy of each costs more than all else here.

/**
 * Cuts `{ "data": [ …records… ], … }` into events, in the order in which they came. `data: null` is an empty page.
 * @throws MalformedPage for everything that is not such a page, saying what it is instead.
 */
export function cutPage(body: Uint8Array): readonly AuditEvent[] {
  const json = withoutByteOrderMark(body);
  const records = readData(parse(json));
  if (records.length === 0) return [];
  const pieces = cutElements(json, 'data');
  return records.map((record, index) => readRecord(record, pieces[index] ?? new Uint8Array()));
}

function withoutByteOrderMark(body: Uint8Array): Uint8Array {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function parse(json: Uint8Array): unknown {
  const text = textOf(json);
  if (text.trim() === '') throw unexpected('an empty body');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = /^\s*</.test(text)
      ? 'a web page (HTML)'
      : 'something that is not JSON, or JSON that breaks off';
    throw unexpected(what, cause);
  }
}

function readData(page: unknown): readonly Parsed[] {
  if (!isObject(page)) throw unexpected(`JSON that is ${nameOf(page)}`);
  if (!('data' in page)) throw unexpected('a JSON object without "data"');
  const data = page['data'];
  const complaint = ['errors', 'error', 'message'].find((key) => page[key] != null && page[key] !== '');
  if (data === null || (Array.isArray(data) && data.length === 0)) {
    if (complaint) throw unexpected(`no records but "${complaint}"`);
    return [];
  }
  if (!Array.isArray(data)) throw unexpected(`"data" that is ${nameOf(data)}`);
  const stray = data.findIndex((record) => !isObject(record));
  if (stray >= 0) throw unexpected(`"data" whose element ${stray} is ${nameOf(data[stray])}`);
  return data;
}

function unexpected(what: string, cause?: unknown): MalformedPage {
  return new MalformedPage(`The response holds ${what}; expected {"data": [ …records… ]}.`, { cause });
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
