// Who asks, as the audit trail names them.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** A browser says which page a request comes from; what does not is a program. */
export function actorOf(context: Context): string {
  const kind = context.req.header('authorization') === undefined ? 'dashboard' : 'api';
  return `${kind} ${getConnInfo(context).remote.address ?? 'unknown'}`;
}
