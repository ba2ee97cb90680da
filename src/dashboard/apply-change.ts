// A status with what has changed since, as the server tells it once a second. Pure.
import type { StatusAnswer, StatusChange } from '../server/shapes.js';

type WorkspaceStatus = StatusAnswer['workspaces'][number];

/** The status that `change` leads to. */
export function applyChange(status: StatusAnswer, change: StatusChange): StatusAnswer {
  const workspaces = applyByName(status.workspaces, change.workspaces);
  return {
    ...status,
    ...change,
    workspaces: workspaces.map((workspace) => withAges(workspace, Date.parse(change.now))),
    destinations: applyByName(status.destinations, change.destinations),
  };
}

function applyByName<Entry extends { name: string }>(
  entries: readonly Entry[],
  changes: readonly (Partial<Entry> & Pick<Entry, 'name'>)[],
): readonly Entry[] {
  const byName = new Map(changes.map((change) => [change.name, change]));
  return entries.map((entry) => ({ ...entry, ...byName.get(entry.name) }));
}

function withAges(workspace: WorkspaceStatus, now: number): WorkspaceStatus {
  return {
    ...workspace,
    last_success_age_seconds: ageOf(workspace.last_success_at, now),
    newest_event_age_seconds: ageOf(workspace.newest_event_at, now),
  };
}

function ageOf(at: string | null, now: number): number | null {
  return at === null ? null : Math.max(0, Math.round((now - Date.parse(at)) / 1000));
}
