// An event as the answers show it.
import type { Hit } from '../search/search.js';
import type { EventRow } from './shapes.js';

export function toRow({ event, ip, resourceName }: Hit): EventRow {
  return {
    position: event.position,
    time: instant(event.time),
    first_seen: new Date(event.firstSeen).toISOString(),
    workspace: event.workspace,
    type: event.type,
    user: event.user,
    resource_type: event.resourceType,
    resource_name: resourceName,
    ip,
  };
}

/** Null also for times that no calendar has. */
function instant(time: number | null): string | null {
  return time === null || Math.abs(time) > 8.64e15 ? null : new Date(time).toISOString();
}
