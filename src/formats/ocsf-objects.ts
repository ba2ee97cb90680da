// The objects of OCSF that occur in several classes. Members without a value are undefined, and JSON leaves them out.
import type { LooseObject, Members } from './loose-object.js';
import { type Person, type Thing, takeRequest } from './read-record.js';

/** Where OCSF wants a name and the record has none. */
export const UNKNOWN = 'Unknown';

/** What everything happened in. */
export const WORKATO = 'Workato';

/** As the type `email_t` has it. */
const EMAIL = /^[a-zA-Z0-9!#$%&'*+-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/;

/** `user`: its name is what people sign in with, the e-mail address where there is one. */
export function toUser(person: Person | null): Members {
  if (!person) return { name: UNKNOWN, type_id: 0, type: UNKNOWN };
  const { id, name, email } = person;
  return {
    uid: id,
    name: email ?? name,
    full_name: email === undefined ? undefined : name,
    email_addr: email !== undefined && EMAIL.test(email) ? email : undefined,
  };
}

/** `actor`: events without a user were started by Workato itself. */
export function toActor(person: Person | null): Members {
  return person ? { user: toUser(person) } : { app_name: WORKATO };
}

/** Where a request came from, and with what. */
export function takeSource(record: LooseObject): Members {
  const { address, userAgent } = takeRequest(record);
  return {
    src_endpoint: address && (address.ip === undefined ? { name: address.text } : { ip: address.ip }),
    http_request: userAgent === undefined ? undefined : { user_agent: userAgent },
  };
}

/** Most objects need a name or a uid. */
export function toNamed({ id, name }: Thing): Members {
  return { uid: id, name: id === undefined && name === undefined ? UNKNOWN : name };
}
