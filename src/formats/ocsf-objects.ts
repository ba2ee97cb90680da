// The objects of OCSF that occur in several classes. Members without a value are undefined, and are left out when written.
import type { Members } from './loose-object.js';
import type { OpenRecord, Person, Thing } from './read-record.js';

/** Where OCSF wants a name and the record has none. */
export const UNKNOWN = 'Unknown';

/** What everything happened in. */
export const WORKATO = 'Workato';

/** As the type `email_t` has it. */
const EMAIL = /^[a-zA-Z0-9!#$%&'*+-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/;

/** `user`. */
export type User = {
  uid?: string | undefined;
  /** What people sign in with: the e-mail address where there is one. */
  name?: string | undefined;
  full_name?: string | undefined;
  email_addr?: string | undefined;
  type_id?: number | undefined;
  type?: string | undefined;
};

export function toUser(person: Person | null): User {
  if (!person) return { name: UNKNOWN, type_id: 0, type: UNKNOWN };
  const { id, name, email } = person;
  return {
    uid: id,
    name: email ?? name,
    full_name: email === undefined ? undefined : name,
    email_addr: email !== undefined && EMAIL.test(email) ? email : undefined,
  };
}

/** Where a request came from: `src_endpoint`. */
export function takeSource({ address, request }: OpenRecord): Members | undefined {
  if (!address) return undefined;
  request.take('ip_address');
  return address.ip === undefined ? { name: address.text } : { ip: address.ip };
}

/** What it was made with: `http_request`. */
export function takeHttpRequest({ request }: OpenRecord): Members | undefined {
  const userAgent = request.take('user_agent');
  return userAgent === undefined ? undefined : { user_agent: userAgent };
}

/** Most objects need a name or a uid. */
export function toNamed({ id, name }: Thing, type?: string): Members {
  return { uid: id, name: id === undefined && name === undefined ? UNKNOWN : name, type };
}
