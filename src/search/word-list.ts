// The words of one block that begin alike, each with the rows that hold it, as bytes. Pure.
//
// An entry: length of the word, the word in UTF-8, length of the rows, the rows. Rows are the distances from one to the next, or, where
// that would be longer, one bit for each row of the block. Distances and the length of the rows are written with seven bits a byte.
import { Bytes } from './bytes.js';

/** So many rows are a block. */
export const BLOCK_ROWS = 8192;
/** Rows of a block as bits. */
export const BLOCK_BYTES = BLOCK_ROWS / 8;

/** A word, and for each text that it is in the rows that hold the text, ascending. */
export type WordEntry = readonly [word: string, rows: readonly (readonly number[])[]];

export function writeWordList(words: Iterable<WordEntry>): Uint8Array {
  const list = new Bytes();
  const distances = new Bytes();
  for (const [word, rows] of words) {
    list.pushText(word);
    distances.clear();
    let last = -1;
    for (const row of inOrder(rows)) {
      distances.pushNumber(row - last);
      last = row;
    }
    const packed = distances.length < BLOCK_BYTES ? distances.taken : bitsOf(rows);
    list.pushNumber(packed.length);
    list.pushAll(packed);
  }
  return list.taken;
}

/** Sets in `bits`, one for each row of the block, the rows that hold `word`, or, with `isBeginning`, a word that begins with it. */
export function markRows(list: Uint8Array, word: Uint8Array, isBeginning: boolean, bits: Uint8Array): void {
  let at = 0;
  while (at < list.length) {
    const length = list[at] ?? 0;
    const text = at + 1;
    at = text + length;
    let size = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = list[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
    }
    const isLongEnough = isBeginning ? length >= word.length : length === word.length;
    if (isLongEnough && startsWith(list, text, word)) unpackRows(list, at, at + size, bits);
    at += size;
  }
}

/** Sets the bit of `row`. */
export function setBit(bits: Uint8Array, row: number): void {
  bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
}

function startsWith(list: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (list[at + index] !== word[index]) return false;
  }
  return true;
}

function bitsOf(rows: readonly (readonly number[])[]): Uint8Array {
  const bits = new Uint8Array(BLOCK_BYTES);
  for (const some of rows) for (const row of some) setBit(bits, row);
  return bits;
}

/** Rows of several texts as those of one, each once. */
function inOrder(rows: readonly (readonly number[])[]): readonly number[] {
  const [only] = rows;
  if (rows.length === 1 && only) return only;
  const all: number[] = [];
  bitsOf(rows).forEach((byte, at) => {
    for (let bit = 0; byte >> bit > 0; bit += 1) if ((byte >> bit) & 1) all.push(at * 8 + bit);
  });
  return all;
}

function unpackRows(list: Uint8Array, from: number, to: number, bits: Uint8Array): void {
  if (to - from === BLOCK_BYTES) {
    for (let index = 0; index < BLOCK_BYTES; index += 1) {
      bits[index] = (bits[index] ?? 0) | (list[from + index] ?? 0);
    }
    return;
  }
  let row = -1;
  let distance = 0;
  let shift = 0;
  for (let at = from; at < to; at += 1) {
    const byte = list[at] ?? 0;
    distance |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    row += distance;
    setBit(bits, row);
    distance = 0;
    shift = 0;
  }
}
