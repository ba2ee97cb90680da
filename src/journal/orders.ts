// What another process asks of the collector, in the order in which it was asked.
import type { Database } from 'better-sqlite3';
import type { Order, PlacedOrder } from './journal-data.js';

export interface Orders {
  place(order: Order, now: number): number;
  list(): readonly PlacedOrder[];
  finish(id: number): void;
}

export function prepareOrders(db: Database): Orders {
  const insert = db.prepare('INSERT INTO orders (value, placed_at) VALUES (?, ?)');
  const all = db.prepare<[], { id: number; value: string; placedAt: number }>(
    'SELECT id, value, placed_at AS placedAt FROM orders ORDER BY id',
  );
  const remove = db.prepare('DELETE FROM orders WHERE id = ?');
  return {
    place: (order, now) => Number(insert.run(JSON.stringify(order), Math.trunc(now)).lastInsertRowid),
    list: () => all.all().map(({ id, value, placedAt }) => ({ id, order: JSON.parse(value), placedAt })),
    finish: (id) => {
      remove.run(id);
    },
  };
}
