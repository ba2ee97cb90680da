// Workspaces as the journal knows them.
import type { Database } from 'better-sqlite3';
import { CollectorError } from '../platform/errors.js';
import type { Json, WorkspaceCounts, WorkspaceEntry } from './journal-data.js';
import { fromColumn, toColumn } from './json-column.js';

interface Row extends WorkspaceCounts {
  key: number;
  name: string;
  baseUrl: string;
  endpoint: string;
  workspaceIds: string;
  cursor: string | null;
  health: string | null;
  newestEventTime: number | null;
  pausedAt: number | null;
}

const SELECT = `
  SELECT key, name, base_url AS baseUrl, endpoint, cursor, health, newest_event_time AS newestEventTime, paused_at AS pausedAt,
    received, stored, repeated, revised, without_id AS withoutId, without_time AS withoutTime, late,
    beyond_lookback AS beyondLookback,
    (SELECT json_group_array(id) FROM workspace_ids WHERE workspace = workspaces.key) AS workspaceIds
  FROM workspaces`;

export interface Workspaces {
  list(): readonly WorkspaceEntry[];
  /** @throws CollectorError CONFIG_INVALID where there is none with this key. */
  get(key: number): WorkspaceEntry;
  setHealth(key: number, health: Json): void;
  setPaused(key: number, at: number | null): void;
}

export function prepareWorkspaces(db: Database): Workspaces {
  const all = db.prepare<[], Row>(`${SELECT} ORDER BY key`);
  const one = db.prepare<[number], Row>(`${SELECT} WHERE key = ?`);
  const setPaused = db.prepare('UPDATE workspaces SET paused_at = ? WHERE key = ?');
  const setHealth = db.prepare('UPDATE workspaces SET health = ? WHERE key = ?');
  return {
    list: () => all.all().map(toEntry),
    get: (key) => {
      const row = one.get(key);
      if (!row) throw unknownWorkspace(key);
      return toEntry(row);
    },
    setPaused: (key, at) => {
      const time = at === null ? null : Math.trunc(at);
      if (setPaused.run(time, key).changes === 0) throw unknownWorkspace(key);
    },
    setHealth: (key, health) => {
      if (setHealth.run(toColumn(health), key).changes === 0) throw unknownWorkspace(key);
    },
  };
}

export function unknownWorkspace(key: number): CollectorError {
  return new CollectorError('CONFIG_INVALID', `The journal knows no workspace with the number ${key}.`, {
    hint: 'Is this the journal that the workspace was read into? "status" lists those that it knows.',
  });
}

function toEntry(row: Row): WorkspaceEntry {
  const { key, name, baseUrl, endpoint, workspaceIds, cursor, health, newestEventTime, pausedAt, ...counts } =
    row;
  return {
    key,
    name,
    baseUrl,
    endpoint,
    workspaceIds: JSON.parse(workspaceIds),
    cursor: fromColumn(cursor),
    health: fromColumn(health),
    counts,
    newestEventTime,
    pausedAt,
  };
}
