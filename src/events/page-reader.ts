// From the body of a response to its events, each with its own bytes.
import { createHash } from 'node:crypto';
import type { AuditEvent } from './event.js';
import { parseInstant } from './instant.js';
import { cutElements, cutMember } from './json-bytes.js';
import { MalformedPage } from './malformed-page.js';

type Parsed = { readonly [key: string]: unknown };

/**
 * Cuts `{ "data": [ …records… ], … }` into events, in the order in which they came. `data: null` is an empty page.
 * @throws MalformedPage for everything that is not such a page, saying what it is instead.
 */
export function cutPage(body: Uint8Array): readonly AuditEvent[] {
  const json = withoutByteOrderMark(body);
  const records = readData(parse(json));
  if (records.length === 0) return [];
  const pieces = cutElements(json, 'data');
  return records.map((record, index) => toEvent(record, pieces[index] ?? new Uint8Array()));
}

function withoutByteOrderMark(body: Uint8Array): Uint8Array {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function parse(json: Uint8Array): unknown {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8');
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

// The bytes stay where they are: the events of a page live and die together, and a copy of each costs more than all else here.
function toEvent(record: Parsed, raw: Uint8Array): AuditEvent {
  const id = readId(record['id'], raw);
  return {
    key: id ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`,
    id,
    time: readTime(record['timestamp']),
    type: readText(record['event_type']),
    user: readUser(record['user']),
    resourceType: readText(member(record['resource'], 'type')),
    workspaceId: readId(member(record['workspace'], 'id'), null),
    raw,
  };
}

function readId(id: unknown, raw: Uint8Array | null): string | null {
  if (typeof id === 'string') return id === '' || id.length > 200 ? null : id;
  if (typeof id !== 'number') return null;
  if (Number.isSafeInteger(id) || raw === null) return String(id);
  const literal = cutMember(raw, 'id');
  return literal === null ? null : Buffer.from(literal).toString('latin1');
}

function readTime(timestamp: unknown): number | null {
  return typeof timestamp === 'string' ? parseInstant(timestamp) : null;
}

function readUser(user: unknown): string | null {
  return (
    readText(member(user, 'email')) ?? readText(member(user, 'name')) ?? readId(member(user, 'id'), null)
  );
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function isObject(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
