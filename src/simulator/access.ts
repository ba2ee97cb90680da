// Who may ask for what: the paths of the two endpoints, and the tokens that lead to workspaces.
import { type Answer, refusal, type SimulatedWorkspace } from './answer.js';
import type { Behaviour } from './behaviour.js';

export interface Caller {
  method: string;
  path: string;
  /** The `Authorization` header as it came. */
  authorization: string | undefined;
}

const DIRECT = '/api/activity_logs';
const EMBEDDED = /^\/api\/managed_users\/([^/]+)\/activity_logs$/;

/** The workspace that the caller is led to, or why it is sent away. */
export function admit(
  caller: Caller,
  workspaces: readonly SimulatedWorkspace[],
  behaviour: Behaviour,
): SimulatedWorkspace | Answer {
  const managedId = EMBEDDED.exec(caller.path)?.[1];
  if (caller.method !== 'GET' || (caller.path !== DIRECT && managedId === undefined)) {
    return refusal(404, 'API not found');
  }
  const token = readToken(caller.authorization);
  if (token === null) return refusal(401, 'Unauthorized');
  const own = workspaces.find(({ options }) => options.token === token);
  const isShared =
    behaviour.tokens.length > 0
      ? behaviour.tokens.includes(token)
      : !workspaces.some(({ options }) => options.token);
  if (own === undefined && !isShared) return refusal(401, 'Unauthorized');
  if (behaviour.forbidden) return refusal(403, 'Forbidden: this API client has no access to the endpoint');
  if (managedId === undefined) return own ?? workspaces[0] ?? refusal(404, 'Not found');
  if (!isShared) return refusal(403, 'Forbidden: only for Embedded partners');
  return workspaces.find((workspace) => isCalled(workspace, managedId)) ?? refusal(404, 'Not found');
}

/** The bearer token in an `Authorization` header; null where there is none. */
export function readToken(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

function isCalled({ options }: SimulatedWorkspace, managedId: string): boolean {
  try {
    const id = decodeURIComponent(managedId);
    return id === String(options.id) || (options.externalId !== undefined && id === `E${options.externalId}`);
  } catch {
    return false;
  }
}
