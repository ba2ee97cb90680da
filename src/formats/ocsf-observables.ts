// Observables: what a security team searches all logs for, gathered from where the event has it.
import { writeMembers } from './line-writer.js';
import type { Actor, ClassAttributes } from './ocsf-classes.js';
import type { User } from './ocsf-objects.js';
import type { Address } from './read-record.js';

const IP_ADDRESS = writeMembers({ type_id: 2, type: 'IP Address' });
const SOURCE = writeMembers({ name: 'src_endpoint.ip', type_id: 2, type: 'IP Address' });

/**
 * The member `observables`, written, with a comma behind it; empty where there are none. They are the users by name, each once, and
 * the IP address, without a name where the class has no attribute for it. `ofActor` is what `writeUserObservable` gave for the actor.
 */
export function writeObservables(
  ofActor: string,
  { user, src_endpoint }: ClassAttributes,
  actor: Actor,
  address: Address | undefined,
): string {
  let written = ofActor;
  if (user && user.name !== actor.user?.name) written += writeUserObservable('user', user);
  if (address?.ip !== undefined)
    written += `,{${src_endpoint ? SOURCE : IP_ADDRESS},"value":"${address.ip}"}`;
  return written === '' ? '' : `"observables":[${written.slice(1)}],`;
}

/** The name of a user with an e-mail address is the address. */
export function writeUserObservable(path: string, { name: value, email_addr }: User): string {
  if (value === undefined) return '';
  const observable =
    email_addr === undefined
      ? { name: `${path}.name`, type_id: 4, type: 'User Name', value }
      : { name: `${path}.email_addr`, type_id: 5, type: 'Email Address', value };
  return `,{${writeMembers(observable)}}`;
}
