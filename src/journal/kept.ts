// What parts of the collector remember between two runs, each under a name of its own.
import type { Database } from 'better-sqlite3';
import type { Json } from './journal-data.js';
import { fromColumn } from './json-column.js';

export interface Kept {
  get(name: string): Json;
  set(name: string, value: Json): void;
}

export function prepareKept(db: Database): Kept {
  const select = db.prepare<[string], { value: string }>('SELECT value FROM kept WHERE name = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)');
  return {
    get: (name) => fromColumn(select.get(name)?.value ?? null),
    set: (name, value) => void upsert.run(name, JSON.stringify(value)),
  };
}
