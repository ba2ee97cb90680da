// The parts of a record that both OCSF and ECS have a place for.
import { isIP } from 'node:net';
import type { StoredEvent } from '../journal/journal.js';
import { isObject, LooseObject } from './loose-object.js';
import { parseExact } from './parse-exact.js';

/** A record as text and as an object to take from. */
export interface OpenRecord {
  text: string;
  /** Without members where the text is no JSON object. */
  members: LooseObject;
  isReadable: boolean;
}

export interface Person {
  id: string | undefined;
  name: string | undefined;
  email: string | undefined;
}

/** What an event was done to. */
export interface Thing {
  id: string | undefined;
  name: string | undefined;
}

/** What an address is good for: `ip` only where it is one that every reader of OCSF and ECS takes. */
export interface Address {
  text: string;
  ip: string | undefined;
}

const LONGEST_IP = 40;
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Never throws. */
export function openRecord({ raw }: StoredEvent): OpenRecord {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8');
  let value: unknown;
  try {
    value = parseExact(text);
  } catch {
    value = undefined;
  }
  return { text, members: new LooseObject(value), isReadable: isObject(value) };
}

/** The workspace; undefined where the record names none. */
export function takeWorkspace(record: LooseObject): Thing | undefined {
  const workspace = record.child('workspace');
  const id = workspace.take('id');
  const name = workspace.take('name') ?? record.take('workspace');
  return id === undefined && name === undefined ? undefined : { id, name };
}

/** The person that the member `name` holds, as an object or as a mere name; null where it tells of nobody. */
export function takePerson(owner: LooseObject, name: string): Person | null {
  const named = owner.take(name);
  if (named !== undefined) return { id: undefined, name: named, email: undefined };
  return personIn(owner.child(name));
}

/** The person that an object describes; null where it does not. */
export function personIn(object: LooseObject): Person | null {
  const id = object.take('id');
  const name = object.take('name');
  const email = object.take('email');
  return (id ?? name ?? email) ? { id, name, email } : null;
}

/** Packages have a file name instead of a name. */
export function takeThing(resource: LooseObject): Thing {
  return { id: resource.take('id'), name: resource.take('name') ?? resource.take('file_name') };
}

/** From where a request came; taken with `takeRequest`, so that it can be looked at without. */
export function readAddress(record: LooseObject): Address | undefined {
  const text = requestOf(record).peek('ip_address')?.trim();
  return text ? { text, ip: isIpAddress(text) ? text : undefined } : undefined;
}

/** From where, and with what. */
export function takeRequest(record: LooseObject): {
  address: Address | undefined;
  userAgent: string | undefined;
} {
  const address = readAddress(record);
  const request = requestOf(record);
  if (address) request.take('ip_address');
  return { address, userAgent: request.take('user_agent') };
}

function requestOf(record: LooseObject): LooseObject {
  return record.child('details').child('request');
}

/** When it happened; null where that is not known, or not between 1970 and 9999, which is all that other systems can hold. */
export function readTime({ time }: StoredEvent): number | null {
  return time !== null && time >= 0 && time <= LAST_TIME ? time : null;
}

/** Zones (`fe80::1%eth0`) are left out: Elasticsearch and others refuse them. */
function isIpAddress(text: string): boolean {
  return text.length <= LONGEST_IP && isIP(text) !== 0 && !text.includes('%');
}

/** Whether the record itself says that something went wrong: `details.error`, or a stop reason that names an error. */
export function saysFailed(record: LooseObject): boolean {
  const details = record.child('details');
  const error = details.value('error');
  if (error === true || (typeof error === 'string' && !/^(false|none|no|0)?$/i.test(error.trim())))
    return true;
  return isObject(error) || /error|fail/i.test(details.peek('stop_reason') ?? '');
}
