// The person or account that an event of identity management is about, which is not always the one who acted.
import type { Mapping } from './find-mapping.js';
import type { LooseObject } from './loose-object.js';
import { type OpenRecord, type Person, personIn, takePerson } from './read-record.js';

/** Who signed in, whose account was changed, or who was given access or lost it; null where the record does not say. */
export function takeTarget(mapping: Mapping, { resource, person }: OpenRecord): Person | null {
  const { className } = mapping;
  if (className === 'User Access Management') return takeGrantee(mapping, resource, person);
  const isAccount = className === 'Account Change' && mapping.resource.kind !== undefined;
  if (isAccount) return personIn(resource) ?? person;
  if (!person) return personIn(resource);
  if (mapping.resource.kind === 'user') takeRepeated(resource, person);
  return person;
}

/** Whoever signs in is the user and the resource. */
function takeRepeated(resource: LooseObject, { id, name, email }: Person): void {
  if (id === undefined || resource.peek('id') !== id) return;
  resource.take('id');
  if (resource.peek('name') === name) resource.take('name');
  if (resource.peek('email') === email) resource.take('email');
}

/** The role that was given or lost. */
export function takeRole(resource: LooseObject): string | undefined {
  return resource.child('member').take('role') ?? resource.take('role');
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
