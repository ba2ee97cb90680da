// An order of rows that has to do with neither time nor ids, and is the same for every request.
import type { History } from './history.js';
import { mix } from './seeded.js';

const PURPOSE_ORDER = 52;

/** The events of a history in that order, and the place of each. */
export interface ChanceOrder {
  numbers: Uint32Array;
  places: Uint32Array;
}

const made = new WeakMap<History, ChanceOrder>();

/** Made anew where the history has grown. */
export function chanceOrder(history: History): ChanceOrder {
  const known = made.get(history);
  if (known?.numbers.length === history.count) return known;
  const { seed } = history.options;
  const keys = Float64Array.from({ length: history.count }, (_, number) => mix(seed, number, PURPOSE_ORDER));
  const numbers = Uint32Array.from(keys, (_, number) => number).sort(
    (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b,
  );
  const places = new Uint32Array(history.count);
  for (const [place, number] of numbers.entries()) places[number] = place;
  const order = { numbers, places };
  made.set(history, order);
  return order;
}
