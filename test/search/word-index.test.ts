import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openIndexFile } from '../../src/search/index-file.js';
import { BLOCK_BYTES, BLOCK_ROWS, markRows, writeWordList } from '../../src/search/word-list.js';
import { beginningOf, createWordCutter, wordsOf } from '../../src/search/words.js';

const LOOKED_FOR = [
  ['acme'],
  ['acm'],
  ['zoe'],
  ['7'],
  ['12'],
  ['4099'],
  ['odd', 'ac'],
  ['acme', '409'],
  ['nothing'],
];

/** The values of row `row`: some words are in every row, some in many, some in one. */
const valuesOf = (row: number) => [
  'ACME’s workspace',
  String(row),
  `${row % 2 === 0 ? 'even' : 'odd'} user-${row % 7}@example.com`,
  ...(row % 1000 === 3 ? ['Zoë', 'Zoë', 'ace'] : []),
];

function entriesOf(from: number, to: number) {
  return Array.from({ length: to - from }, (_, at) => ({
    position: from + at + 1,
    time: from + at,
    fields: {
      ...{ workspace: 'acme', type: `type ${(from + at) % 3}`, resource: null, user: null, ip: null },
      ...{ resourceName: null, values: valuesOf(from + at) },
    },
  }));
}

const rowsOf = (bits: Uint8Array) =>
  [...bits].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => ((byte >> bit) & 1 ? [at * 8 + bit] : [])),
  );

function expectedRows(rows: number, words: readonly string[]): number[] {
  return Array.from({ length: rows }, (_, row) => row).filter((row) => {
    const held = valuesOf(row).flatMap(wordsOf);
    return words.every((word, at) =>
      held.some((other) => (at === words.length - 1 ? other.startsWith(word) : other === word)),
    );
  });
}

async function indexPath() {
  const folder = await mkdtemp(join(tmpdir(), 'words-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'index');
}

describe('the words of many blocks', () => {
  test('are found while a block grows, when it is full, and after the index was opened again in mid-block', async () => {
    const path = await indexPath();
    const ends = [100, 5000, BLOCK_ROWS, BLOCK_ROWS + 1, 2 * BLOCK_ROWS + 300];
    let index = openIndexFile(path, 'journal');
    for (const end of ends) {
      index.add(entriesOf(index.indexed, end), end);
      for (const words of LOOKED_FOR) {
        expect(rowsOf(index.find(words)), `${words} of ${end}`).toEqual(expectedRows(end, words));
      }
    }
    index.close();

    index = openIndexFile(path, 'journal');
    onTestFinished(() => index.close());
    expect(index.indexed).toBe(2 * BLOCK_ROWS);
    expect(index.columns.length).toBe(2 * BLOCK_ROWS);
    expect(index.columns.position[BLOCK_ROWS]).toBe(BLOCK_ROWS + 1);
    expect(index.dictionary.texts[index.columns.facets.type[BLOCK_ROWS + 1] ?? 0]).toBe('type 0');
    index.add(entriesOf(index.indexed, 20_000), 20_000);
    for (const words of LOOKED_FOR) {
      expect(rowsOf(index.find(words)), `${words}`).toEqual(expectedRows(20_000, words));
    }
  });

  test('take little memory however long the texts are, and none is lost or there twice', async () => {
    const path = await indexPath();
    const longEntries = (from: number, to: number) =>
      entriesOf(from, to).map((entry) => ({
        ...entry,
        fields: {
          ...entry.fields,
          values: [`${'long '.repeat(3000)}${entry.position}`, ...entry.fields.values],
        },
      }));
    let index = openIndexFile(path, 'journal');
    index.add(longEntries(0, 1500), 1500);
    expect(rowsOf(index.find(['long'])).length).toBe(1500);
    expect(rowsOf(index.find(['acme', '1499']))).toEqual([1498, 1499]);
    index.close();
    index = openIndexFile(path, 'journal');
    onTestFinished(() => index.close());
    expect(index.indexed).toBe(0);
    expect(rowsOf(index.find(['long']))).toEqual([]);
  });
});

test('a list of words says which rows hold them, few or many, in one text or in several', () => {
  const row = fc.integer({ min: 0, max: BLOCK_ROWS - 1 });
  const few = fc.uniqueArray(row, { maxLength: 20 });
  const many = fc
    .tuple(row, fc.integer({ min: 1, max: 5 }))
    .map(([from, step]) =>
      Array.from({ length: Math.floor((BLOCK_ROWS - from) / step) }, (_, at) => from + at * step),
    );
  const ascending = fc.oneof(few, many).map((rows) => rows.toSorted((one, other) => one - other));
  const words = fc.uniqueArray(
    fc.tuple(
      fc.constantFrom('a', 'ab', 'abc', 'b', 'é', '田中', 'x'.repeat(64)),
      fc.array(ascending, { minLength: 1, maxLength: 3 }),
    ),
    { selector: ([word]) => word },
  );
  fc.assert(
    fc.property(words, (entries) => {
      const list = writeWordList(entries);
      for (const asked of ['a', 'ab', 'abcd', 'é', '田', '田中']) {
        for (const isBeginning of [true, false]) {
          const bits = new Uint8Array(BLOCK_BYTES);
          markRows(list, Buffer.from(asked), isBeginning, bits);
          const holds = (word: string) => (isBeginning ? word.startsWith(asked) : word === asked);
          const rows = entries.flatMap(([word, all]) => (holds(word) ? all.flat() : []));
          expect(rowsOf(bits)).toEqual([...new Set(rows)].toSorted((one, other) => one - other));
        }
      }
    }),
    { numRuns: 50 },
  );
});

describe('words', () => {
  test.each([
    ['Ana.Duarte+x@acme.example', 'ana duarte x acme example'],
    ['Bjørn Østergård, GRÁINNE', 'bjørn østergard grainne'],
    ['İstanbul STRASSE ß', 'istanbul strasse ß'],
    ['田中 Hiroshi', '田中 hiroshi'],
    ['\u{1F680} -- !', ''],
    ['2001:db8::1', '2001 db8 1'],
  ])('of %s', (text, words) => {
    expect(wordsOf(text).join(' ')).toBe(words);
    const cut = createWordCutter();
    expect([cut(text), cut(text)]).toEqual([wordsOf(text), wordsOf(text)]);
  });

  test('are filed under their first two characters, whole ones', () => {
    expect(['a', 'ab', 'abc', '田中角', '\u{20000}x', 'x\u{20000}y'].map(beginningOf)).toEqual([
      ...['a', 'ab', 'ab', '田中', '\u{20000}x', 'x\u{20000}'],
    ]);
  });
});
