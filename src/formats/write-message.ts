// One line for people: what happened, to what, by whom.
import type { Mapping } from './find-mapping.js';
import { otherResource } from './mapping-table.js';
import type { OpenRecord } from './read-record.js';

const LONGEST = 200;

/** `recipe_started: Recipe "Sync workers" by ada@acme.example`; takes nothing, so it has to come before what does. */
export function writeMessage({ eventType, resource, person }: OpenRecord, mapping: Mapping): string {
  const type = mapping.resource === otherResource ? resource.peek('type') : mapping.resource.name;
  const name = resource.peek('name') ?? resource.peek('file_name');
  const what = `${type === undefined ? '' : `: ${shorten(type)}`}${name === undefined ? '' : ` "${shorten(name)}"`}`;
  const who = person ? (person.email ?? person.name ?? person.id ?? '') : 'Workato';
  return `${shorten(eventType ?? 'unknown event')}${what} by ${shorten(who)}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
