// The parts of a record that both OCSF and ECS have a place for.
import { isIPv4, isIPv6 } from 'node:net';
import type { StoredEvent } from '../journal/journal-data.js';
import { isObject, LooseObject } from './loose-object.js';
import { parseExact } from './parse-exact.js';

/** A record: what every format takes from it, and the rest to take from. */
export interface OpenRecord {
  text: string;
  isReadable: boolean;
  /** Without members where the text is no JSON object. */
  members: LooseObject;
  details: LooseObject;
  request: LooseObject;
  resource: LooseObject;
  eventType: string | undefined;
  /** Who did it; null for Workato itself. */
  person: Person | null;
  workspace: Workspace;
  /** From where; not taken yet, because not every class has a place for it. */
  address: Address | undefined;
  /** Whether it says itself that something went wrong. */
  saysFailed: boolean;
}

export type Person = {
  id: string | undefined;
  name: string | undefined;
  email: string | undefined;
};

/** Something with an id, a name, or neither. */
export type Thing = {
  id: string | undefined;
  name: string | undefined;
};

export interface Workspace {
  id: string | undefined;
  name: string | undefined;
  email: string | undefined;
  environment: string | undefined;
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
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const text = bytes.toString('utf8');
  const value = parse(text);
  const members = new LooseObject(value);
  const details = members.child('details');
  const request = details.child('request');
  const workspace = members.child('workspace');
  return {
    text,
    isReadable: isObject(value),
    members,
    details,
    request,
    resource: members.child('resource'),
    eventType: members.take('event_type'),
    person: takePerson(members, 'user'),
    workspace: {
      id: workspace.take('id'),
      name: workspace.take('name') ?? members.take('workspace'),
      email: workspace.take('email'),
      environment: workspace.take('environment'),
    },
    address: readAddress(request.peek('ip_address')),
    saysFailed: isFailure(details),
  };
}

function parse(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
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

export function isNamed({ id, name }: Thing): boolean {
  return id !== undefined || name !== undefined;
}

/** When it happened; null where that is not known, or not between 1970 and 9999, which is all that other systems can hold. */
export function readTime({ time }: StoredEvent): number | null {
  return time !== null && time >= 0 && time <= LAST_TIME ? time : null;
}

function readAddress(value: string | undefined): Address | undefined {
  const text = value?.trim();
  return text ? { text, ip: isIpAddress(text) ? text : undefined } : undefined;
}

/** Zones (`fe80::1%eth0`) are left out: Elasticsearch and others refuse them. */
function isIpAddress(text: string): boolean {
  return (
    text.length <= LONGEST_IP && (text.includes(':') ? isIPv6(text) && !text.includes('%') : isIPv4(text))
  );
}

/** By `details.error`, or a stop reason that names an error. */
function isFailure(details: LooseObject): boolean {
  const error = details.value('error');
  if (error === true || isObject(error)) return true;
  if (typeof error === 'string' && !/^(?:false|none|no|0)?$/i.test(error.trim())) return true;
  const reason = details.peek('stop_reason');
  return reason !== undefined && /error|fail/i.test(reason);
}
