// Which id an event carries. Ids rise with time, unless they are shuffled within blocks; ids, ranks (places in the order of
// ids) and event numbers (places in the order of making) are computed from one another, so nothing has to be stored.
import { mix } from './seeded.js';

export interface IdOptions {
  seed: number;
  /** The first id; may lie beyond 2^53. */
  firstId: bigint;
  /** Ids lie 1 to this many apart on average; 1: without gaps. */
  idGaps: number;
  /** Ids are out of order within blocks of so many events: 0 or a power of two up to 256. */
  idShuffle: number;
}

export interface IdScheme {
  /** The id of the event at `rank`. */
  idAt(rank: number): bigint;
  /** The lowest rank whose id is not below `id`; may lie past the last event. */
  rankNotBelow(id: bigint): number;
  /** The place of event `number` in the order of ids. */
  rankOf(number: number): number;
  /** The event at `rank`. */
  numberAt(rank: number): number;
  /** Ids rise with event numbers. */
  inOrder: boolean;
  /** Events further apart than this are in the order of their ids. */
  blockSize: number;
}

const PURPOSE_GAP = 20;
const PURPOSE_SHUFFLE = 21;

/** Every shuffle of a block is an affine map modulo a power of two: simple to go back through. */
export function createIdScheme({ seed, firstId, idGaps, idShuffle }: IdOptions): IdScheme {
  const size = Math.max(1, idShuffle);
  const mask = size - 1;
  const gapAt = (rank: number) => (rank === 0 ? 0 : mix(seed, rank, PURPOSE_GAP) % idGaps);
  const idAt = (rank: number) => firstId + BigInt(rank * idGaps + gapAt(rank));
  const factorOf = (block: number) => mix(seed, block, PURPOSE_SHUFFLE) | 1;
  const shiftOf = (block: number) => mix(seed, block, PURPOSE_SHUFFLE) >>> 9;
  return {
    idAt,
    rankNotBelow: (id) => {
      if (id <= firstId) return 0;
      const rank = Number((id - firstId) / BigInt(idGaps));
      return idAt(rank) >= id ? rank : rank + 1;
    },
    rankOf: (number) => {
      const block = Math.floor(number / size);
      return block * size + ((Math.imul(factorOf(block), number & mask) + shiftOf(block)) & mask);
    },
    numberAt: (rank) => {
      const block = Math.floor(rank / size);
      return block * size + (Math.imul(inverse(factorOf(block)), (rank & mask) - shiftOf(block)) & mask);
    },
    inOrder: size === 1,
    blockSize: size,
  };
}

/** The number that times `odd` is 1 modulo 2^32: Newton's method doubles the right bits in each step. */
function inverse(odd: number): number {
  let guess = odd;
  for (let step = 0; step < 5; step += 1) guess = Math.imul(guess, 2 - Math.imul(odd, guess));
  return guess;
}
