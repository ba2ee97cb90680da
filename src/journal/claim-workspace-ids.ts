// Each Workato workspace belongs to one entry: two that lead to the same one would collect everything twice.
import type { Database } from 'better-sqlite3';
import { CollectorError } from '../platform/errors.js';

interface Owner {
  name: string;
  baseUrl: string;
}

/** Makes the function that ties `workspace.id`s to the workspace with `key`. @throws CollectorError CONFIG_INVALID where one is another's. */
export function claimWorkspaceIds(db: Database): (key: number, ids: readonly string[]) => void {
  const findOther = db.prepare<[number, string, number], Owner>(`
    SELECT other.name, other.base_url AS baseUrl
    FROM workspace_ids JOIN workspaces AS other ON other.key = workspace_ids.workspace
    JOIN workspaces AS own ON own.key = ? AND own.base_url = other.base_url
    WHERE workspace_ids.id = ? AND other.key <> ?`);
  const insert = db.prepare('INSERT OR IGNORE INTO workspace_ids (id, workspace) VALUES (?, ?)');
  const nameOf = db.prepare<[number], { name: string }>('SELECT name FROM workspaces WHERE key = ?');
  return (key, ids) => {
    for (const id of ids) {
      const other = findOther.get(key, id, key);
      if (other) throw sameWorkspace(nameOf.get(key)?.name ?? '', other, id);
      insert.run(id, key);
    }
  };
}

function sameWorkspace(name: string, other: Owner, id: string): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    `The workspaces "${name}" and "${other.name}" lead to the same workspace: both show events of Workato workspace ${id} at ${other.baseUrl}.`,
    {
      hint:
        `Give "${name}" the API token of another workspace, or remove it. If "${other.name}" is not configured any more and ` +
        `"${name}" is to follow it, name it "${other.name}" again. Nothing of this page was stored.`,
    },
  );
}
