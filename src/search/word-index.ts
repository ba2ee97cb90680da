// Which rows hold which words: in memory for the block that still grows, in the file of the index for the others.
import type { Database } from 'better-sqlite3';
import { BLOCK_BYTES, BLOCK_ROWS, markRows, setBit, type WordEntry, writeWordList } from './word-list.js';
import { beginningOf, createWordCutter } from './words.js';

export const WORD_TABLES = `
  CREATE TABLE words (beginning TEXT NOT NULL, block INTEGER NOT NULL, list BLOB NOT NULL) STRICT;
  CREATE INDEX words_by_beginning ON words (beginning, block);
`;

/** The rows of the last so many texts are remembered: one question is asked for a list, a histogram and facets, and then refined. */
const MOST_REMEMBERED = 32;
/** So much different text, in characters, is held in memory at most. */
const MOST_TEXT = 8 * 2 ** 20;
const AFTER_ALL = '\u{10ffff}';

export interface WordIndex {
  /** Adds the row after the last, with the words of these texts. */
  add(texts: readonly string[]): void;
  /** Whether there is more in memory than should be: time to `save`, though the block goes on. */
  readonly isFull: boolean;
  /** Puts into the file what is in memory. To be called within a transaction, and at the end of each block. */
  save(): void;
  /** The rows, as bits, that hold every one of `words`; of the last one the beginning is enough. It may be added to later. */
  find(words: readonly string[]): Uint8Array;
}

interface Remembered {
  bits: Uint8Array;
  /** Blocks before this one are looked through. */
  blocks: number;
}

/** The words of `rows` rows that the file has, and of those that are added. */
export function openWordIndex(db: Database, rows: number): WordIndex {
  const insert = db.prepare('INSERT INTO words VALUES (?, ?, ?)');
  const select = db
    .prepare<[string, string, number], [block: number, list: Buffer]>(
      'SELECT block, list FROM words WHERE beginning >= ? AND beginning < ? AND block >= ?',
    )
    .raw();
  const remembered = new Map<string, Remembered>();
  /** Rows of the block that still grows, by text: a text is cut into words once for all its rows. */
  const open = new Map<string, number[]>();
  const cut = createWordCutter();
  let openLength = 0;
  let count = rows;

  /** Sets in `bits` the rows from `firstBlock` on that hold `word` and are in the file. */
  const markSaved = (word: string, isBeginning: boolean, firstBlock: number, bits: Uint8Array): void => {
    const text = Buffer.from(word, 'utf8');
    const beginning = beginningOf(word);
    const end = beginning + (isBeginning && beginning === word ? AFTER_ALL : '\0');
    for (const [block, list] of select.iterate(beginning, end, firstBlock)) {
      const from = (block - firstBlock) * BLOCK_BYTES;
      markRows(list, text, isBeginning, bits.subarray(from, from + BLOCK_BYTES));
    }
  };
  /** The same with those in memory. */
  const markOpen = (word: string, isBeginning: boolean, firstBlock: number, bits: Uint8Array): void => {
    const from = (Math.floor((count - 1) / BLOCK_ROWS) - firstBlock) * BLOCK_ROWS;
    const holds = (text: string) =>
      cut(text).some((other) => (isBeginning ? other.startsWith(word) : other === word));
    for (const [text, rows] of open) if (holds(text)) for (const row of rows) setBit(bits, from + row);
  };

  /** Those of `firstBlock` and after it. */
  const look = (words: readonly string[], firstBlock: number): Uint8Array => {
    const blocks = Math.ceil(count / BLOCK_ROWS) - firstBlock;
    const all = words.map((word, at) => {
      const bits = new Uint8Array(blocks * BLOCK_BYTES);
      const isBeginning = at === words.length - 1;
      markSaved(word, isBeginning, firstBlock, bits);
      markOpen(word, isBeginning, firstBlock, bits);
      return bits;
    });
    return all.reduce((found, bits) => found.map((byte, at) => byte & (bits[at] ?? 0)));
  };

  return {
    get isFull() {
      return openLength > MOST_TEXT;
    },
    add(texts) {
      const row = count % BLOCK_ROWS;
      for (const text of texts) {
        const found = open.get(text);
        if (found === undefined) {
          open.set(text, [row]);
          openLength += text.length;
        } else if (found.at(-1) !== row) found.push(row);
      }
      count += 1;
    },
    save() {
      const block = Math.floor((count - 1) / BLOCK_ROWS);
      const rowsByWord = new Map<string, (readonly number[])[]>();
      for (const [text, rows] of open) for (const word of cut(text)) gather(rowsByWord, word, rows);
      const byBeginning = new Map<string, WordEntry[]>();
      for (const entry of rowsByWord) gather(byBeginning, beginningOf(entry[0]), entry);
      for (const [beginning, words] of byBeginning) insert.run(beginning, block, writeWordList(words));
      open.clear();
      openLength = 0;
    },
    find(words) {
      const key = words.join(' ');
      const known = remembered.get(key) ?? { bits: new Uint8Array(), blocks: 0 };
      const fresh = look(words, known.blocks);
      const from = known.blocks * BLOCK_BYTES;
      const bits = new Uint8Array(from + fresh.length);
      bits.set(known.bits.subarray(0, from));
      bits.set(fresh, from);
      remembered.delete(key);
      remembered.set(key, { bits, blocks: Math.floor(count / BLOCK_ROWS) });
      for (const oldest of remembered.keys())
        if (remembered.size > MOST_REMEMBERED) remembered.delete(oldest);
      return bits;
    },
  };
}

function gather<Value>(into: Map<string, Value[]>, name: string, value: Value): void {
  const others = into.get(name);
  if (others === undefined) into.set(name, [value]);
  else others.push(value);
}
