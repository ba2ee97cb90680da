// What calibration has found out about an endpoint.
import type { Database } from 'better-sqlite3';
import type { Json } from './journal-data.js';
import { fromColumn } from './json-column.js';

export interface LearntStore {
  get(endpoint: string): Json;
  set(endpoint: string, learnt: Json): void;
}

export function prepareLearnt(db: Database): LearntStore {
  const select = db.prepare<[string], { value: string }>('SELECT value FROM learnt WHERE endpoint = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO learnt (endpoint, value) VALUES (?, ?)');
  return {
    get: (endpoint) => fromColumn(select.get(endpoint)?.value ?? null),
    set: (endpoint, learnt) => {
      upsert.run(endpoint, JSON.stringify(learnt));
    },
  };
}
