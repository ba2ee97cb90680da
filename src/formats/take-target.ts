// The person or account that an event of identity management is about, which is not always the one who acted.
import type { Mapping } from './find-mapping.js';
import type { LooseObject } from './loose-object.js';
import { type Person, personIn, takePerson } from './read-record.js';

/** What is known of an event by the time that its subject is looked for. */
export interface Affair {
  mapping: Mapping;
  record: LooseObject;
  resource: LooseObject;
  /** Who did it; null for Workato itself. */
  person: Person | null;
}

/** Who signed in, whose account was changed, or who was given access or lost it; null where the record does not say. */
export function takeTarget({ mapping, resource, person }: Affair): Person | null {
  if (mapping.className === 'User Access Management') return takeGrantee(mapping, resource, person);
  const isAccount = mapping.className === 'Account Change' && mapping.resource.kind !== undefined;
  return isAccount ? (personIn(resource) ?? person) : (person ?? personIn(resource));
}

/** The id of a grant or an invitation is not that of the person. */
function takeGrantee(mapping: Mapping, resource: LooseObject, person: Person | null): Person | null {
  if (mapping.resource.kind === 'user') return personIn(resource);
  const member = takePerson(resource, 'member');
  if (member) return member;
  const email = resource.take('email');
  const name = resource.take('name');
  if (person && email !== undefined && email === person.email) return person;
  return name === undefined && email === undefined ? null : { id: undefined, name, email };
}
