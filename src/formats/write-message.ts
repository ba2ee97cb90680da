// One line for people: what happened, to what, by whom.
import type { LooseObject } from './loose-object.js';
import { otherResource, type ResourceRow } from './mapping-table.js';
import type { Person } from './read-record.js';

const LONGEST = 200;

/** `recipe_started: Recipe "Sync workers" by ada@acme.example`; takes nothing. */
export function writeMessage(record: LooseObject, resource: ResourceRow, person: Person | null): string {
  const object = record.child('resource');
  const type = resource === otherResource ? object.peek('type') : resource.name;
  const name = object.peek('name') ?? object.peek('file_name');
  const what = [type, name === undefined ? undefined : `"${name}"`].filter((part) => part !== undefined);
  const who = person ? (person.email ?? person.name ?? person.id ?? '') : 'Workato';
  const happened = shorten(record.peek('event_type') ?? 'unknown event');
  return `${happened}${what.length > 0 ? `: ${shorten(what.join(' '))}` : ''} by ${shorten(who)}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
