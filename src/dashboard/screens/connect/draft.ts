// What was filled in so far, without the token, and what is sent of it.
import type { WorkspaceStatus } from '../../../app/status-shape.js';
import type { ConnectTest, ConnectWorkspace } from '../../../server/shapes.js';
import { regions } from '../../../workato/regions.js';
import type { Zone } from '../../preferences.js';
import { fromField } from '../../time.js';

const DAY_MS = 86_400_000;
/** Workato keeps the audit log for a year, unless something else was agreed. */
const KEPT_DAYS = 365;

export interface Draft {
  name: string;
  /** A region's base URL, or `own`. */
  region: string;
  ownUrl: string;
  managedUserId: string;
  start: 'now' | 'all' | 'date';
  /** Of `date`: `2026-01-31`. */
  startDate: string;
}

export const EMPTY_DRAFT: Draft = {
  name: '',
  region: regions[0]?.baseUrl ?? 'own',
  ownUrl: '',
  managedUserId: '',
  start: 'now',
  startDate: '',
};

export function baseUrlOf({ region, ownUrl }: Draft): string {
  return region === 'own' ? ownUrl.trim() : region;
}

/** The workspace whose stored token would be sent if none is typed: only to the base URL for which it was stored. */
export function findStored(
  draft: Draft,
  workspaces: readonly WorkspaceStatus[],
): { workspace: WorkspaceStatus; isSameUrl: boolean } | null {
  const workspace = workspaces.find(({ name }) => name === draft.name.trim());
  return workspace ? { workspace, isSameUrl: workspace.base_url === baseUrlOf(draft) } : null;
}

/** The oldest day of which Workato still shows events, by default. */
export function oldestKept(now: number): number {
  return now - KEPT_DAYS * DAY_MS;
}

export function toTest(draft: Draft, token: string): ConnectTest {
  const { managedUserId } = draft;
  return {
    base_url: baseUrlOf(draft),
    ...(token === '' ? { workspace: draft.name.trim() } : { token }),
    ...(managedUserId === '' ? {} : { managed_user_id: managedUserId.trim() }),
  };
}

/** Without the token. */
export function toWorkspace(draft: Draft, zone: Zone): ConnectWorkspace {
  const { name, managedUserId } = draft;
  const start = startOf(draft, zone);
  return {
    name: name.trim(),
    base_url: baseUrlOf(draft),
    ...(managedUserId === '' ? {} : { managed_user_id: managedUserId.trim() }),
    ...(start === null ? {} : { backfill_start_time: start }),
  };
}

function startOf({ start, startDate }: Draft, zone: Zone): string | null {
  if (start === 'all') return `${new Date(oldestKept(Date.now())).toISOString().slice(0, 10)}T00:00:00.000Z`;
  return start === 'date' ? fromField(`${startDate}T00:00`, zone) : null;
}
