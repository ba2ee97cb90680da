// Chance without memory: every number depends on nothing but a seed, an index and what it is for, so event 900,000 can be
// made without making those before it.

/** A whole number from 0 to 2^32 - 1. `purpose` keeps the decisions about one index apart. */
export function mix(seed: number, index: number, purpose: number): number {
  return stir(stir(seed ^ Math.imul(purpose + 1, 0x85ebca6b)) ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0;
}

/** A number in [0, 1). */
export function chance(seed: number, index: number, purpose: number): number {
  return mix(seed, index, purpose) / 2 ** 32;
}

/** One of `items`, which must not be empty. */
export function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}

function stir(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return bits ^ (bits >>> 15);
}
