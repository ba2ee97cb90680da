// Which workspace of the journal an entry of the configuration means: by name, or, renamed, by its token.
import type { Database } from 'better-sqlite3';
import { CollectorError } from '../platform/errors.js';
import type { WorkspaceBinding } from './journal-data.js';
import { isSamePlace, movedAwayError } from './moved-away.js';

interface Known {
  key: number;
  name: string;
  baseUrl: string;
  endpoint: string;
  tokenHash: string;
  contacted: 0 | 1;
}

interface HashedBinding extends Omit<WorkspaceBinding, 'token'> {
  tokenHash: string;
}

const SELECT = `
  SELECT key, name, base_url AS baseUrl, endpoint, token_hash AS tokenHash,
    (cursor IS NOT NULL OR received > 0) AS contacted
  FROM workspaces`;

/** Makes the function that finds or makes the workspace of a binding and returns its key. */
export function prepareBind(
  db: Database,
  hashToken: (token: string) => string,
): (binding: WorkspaceBinding, inUse: readonly string[]) => number {
  const byName = db.prepare<[string], Known>(`${SELECT} WHERE name = ?`);
  const byToken = db.prepare<[string, string, string], Known>(
    `${SELECT} WHERE token_hash = ? AND base_url = ? AND endpoint = ? ORDER BY key`,
  );
  const insert = db.prepare(
    'INSERT INTO workspaces (name, base_url, endpoint, token_hash) VALUES (?, ?, ?, ?)',
  );
  const update = db.prepare(
    'UPDATE workspaces SET name = ?, base_url = ?, endpoint = ?, token_hash = ? WHERE key = ?',
  );
  const boundHere = new Map<string, HashedBinding>();

  const bind = db.transaction((binding: HashedBinding, inUse: readonly string[]): number => {
    const { name, baseUrl, endpoint, tokenHash } = binding;
    for (const other of boundHere.values()) {
      if (other.name !== name && isSameTarget(other, binding)) throw sameWorkspaceTwice(other.name, name);
    }
    const known = byName.get(name) ?? findRenamed(byToken.all(tokenHash, baseUrl, endpoint), inUse);
    if (!known) return Number(insert.run(name, baseUrl, endpoint, tokenHash).lastInsertRowid);
    // Before the first answer there is nothing to mix up: a base URL may still be corrected.
    if (known.contacted && !isSamePlace(known, binding)) throw movedAwayError(name, known, binding);
    update.run(name, baseUrl, endpoint, tokenHash, known.key);
    return known.key;
  });

  return ({ token, ...binding }, inUse) => {
    const hashed = { ...binding, tokenHash: hashToken(token) };
    const key = bind.immediate(hashed, inUse);
    boundHere.set(hashed.name, hashed);
    return key;
  };
}

function findRenamed(candidates: readonly Known[], inUse: readonly string[]): Known | undefined {
  return candidates.find((candidate) => !inUse.includes(candidate.name));
}

function isSameTarget(one: HashedBinding, other: HashedBinding): boolean {
  return one.tokenHash === other.tokenHash && isSamePlace(one, other);
}

function sameWorkspaceTwice(one: string, other: string): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    `The workspaces "${one}" and "${other}" have the same base URL, endpoint and API token: they are the same workspace.`,
    { hint: 'Remove one of the two, or give it the API token of another workspace.' },
  );
}
