// Observables: what a security team searches all logs for, gathered from where the event has it.
import { isObject, type Members } from './loose-object.js';

/** Where it stands in the event, and its number and name among OCSF's types of observables. */
const OBSERVABLES = [
  ['actor.user.name', 4, 'User Name'],
  ['actor.user.uid', 31, 'User Object: uid'],
  ['actor.user.email_addr', 5, 'Email Address'],
  ['user.name', 4, 'User Name'],
  ['user.uid', 31, 'User Object: uid'],
  ['user.email_addr', 5, 'Email Address'],
  ['src_endpoint.ip', 2, 'IP Address'],
  ['http_request.user_agent', 16, 'HTTP User-Agent'],
] as const;

const PLACES = OBSERVABLES.map(([name, type_id, type]) => ({ name, type_id, type, path: name.split('.') }));

/**
 * Those that the attributes of an event hold, each once; undefined where they hold none. An `ip` for which its class has no attribute
 * becomes an observable without a name.
 */
export function listObservables(attributes: Members, ip: string | undefined): readonly Members[] | undefined {
  const found: Members[] = [];
  for (const { name, type_id, type, path } of PLACES) {
    const value = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), attributes);
    const isNew = !found.some((known) => known['type_id'] === type_id && known['value'] === value);
    if (typeof value === 'string' && isNew) found.push({ name, type_id, type, value });
  }
  if (ip !== undefined && !('src_endpoint' in attributes))
    found.push({ type_id: 2, type: 'IP Address', value: ip });
  return found.length === 0 ? undefined : found;
}
