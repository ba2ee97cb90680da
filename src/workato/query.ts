// The exact wire form of a question to Workato: path and query.
import { formatInstant } from '../events/instant.js';
import type { PageQuery } from '../events/page.js';

/** What Workato itself is asked to leave out. */
export interface SourceFilters {
  usersIds: readonly number[];
  includeEventTypes: readonly string[];
  excludeEventTypes: readonly string[];
  includeResourceTypes: readonly string[];
  excludeResourceTypes: readonly string[];
}

/**
 * The path of the activity audit log: the token's own workspace, or on the Embedded endpoint the customer workspace
 * `managedUserId`, a workspace id or an external id prefixed with `E` (https://docs.workato.com/oem/oem-api/activity-logs.html).
 */
export function buildPath(managedUserId: string | null): string {
  return managedUserId === null
    ? '/api/activity_logs'
    : `/api/managed_users/${encodeURIComponent(managedUserId)}/activity_logs`;
}

/** The query string with its `?`, empty where nothing is asked. Brackets are percent-encoded, arrays repeat their key. */
export function buildQuery(query: PageQuery, filters: SourceFilters): string {
  const pairs: [string, string | number | undefined][] = [
    ['page[after]', query.after],
    ['page[size]', query.size],
    ['from', query.from === undefined ? undefined : formatInstant(query.from)],
    ['to', query.to === undefined ? undefined : formatInstant(query.to)],
    ...repeat('users_ids[]', filters.usersIds),
    ...repeat('include_resource_types[]', filters.includeResourceTypes),
    ...repeat('exclude_resource_types[]', filters.excludeResourceTypes),
    ...repeat('include_event_types[]', filters.includeEventTypes),
    ...repeat('exclude_event_types[]', filters.excludeEventTypes),
  ];
  const parts = pairs
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function repeat(key: string, values: readonly (string | number)[]): [string, string | number][] {
  return values.map((value) => [key, value]);
}
