// An event as the answers show it.
import type { AuditEvent } from '../events/event.js';
import type { Hit } from '../search/search.js';
import type { ConnectAnswer, EventRow } from './shapes.js';

export function toRow({ event, ip, resourceName }: Hit): EventRow {
  return {
    position: event.position,
    first_seen: new Date(event.firstSeen).toISOString(),
    workspace: event.workspace,
    ...toPreview({ event, ip, resourceName }),
  };
}

/** What can be shown of an event that is not in the journal. */
export function toPreview({
  event,
  ip,
  resourceName,
}: Pick<Hit, 'ip' | 'resourceName'> & {
  event: Pick<AuditEvent, 'time' | 'type' | 'user' | 'resourceType'>;
}): ConnectAnswer['preview'][number] {
  return {
    time: instant(event.time),
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
