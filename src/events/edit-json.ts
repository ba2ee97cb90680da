// Changing values inside JSON without touching a byte of the rest: ids beyond 2^53, the order of keys and blanks stay.
import { ANY_NAME, type FieldPath } from './field-path.js';
import { type Child, childrenOf, type Span, scalarsOf, textOf } from './json-bytes.js';

interface Edit extends Span {
  text: string;
}

const COMMA = 0x2c;

/**
 * `json` without the fields at `paths`, each occurrence of them, whatever they hold; `json` itself where there is none.
 * It has to be valid JSON. @throws MalformedPage where values are nested more than 500 deep.
 */
export function dropFields(json: Uint8Array, paths: readonly FieldPath[]): Uint8Array {
  const edits: Edit[] = [];
  findFields(json, undefined, paths, (field, isFirst) =>
    edits.push({ ...cutOf(json, field, isFirst), text: '' }),
  );
  return applyEdits(json, edits);
}

/**
 * `json` with the string `replace(text)` in place of each scalar in the fields at `paths`, however deep it lies in one; `json`
 * itself where there is none. A string is handed over unescaped, all else as it is written. `null` stays: it says nothing.
 * It has to be valid JSON. @throws MalformedPage where values are nested more than 500 deep.
 */
export function replaceScalars(
  json: Uint8Array,
  paths: readonly FieldPath[],
  replace: (text: string) => string,
): Uint8Array {
  const edits: Edit[] = [];
  findFields(json, undefined, paths, ({ start, end }) => {
    for (const { from, to } of scalarsOf(json, start, end)) {
      const token = textOf(json, from, to);
      if (token === 'null') continue;
      const text = token.startsWith('"') ? JSON.parse(token) : token;
      edits.push({ from, to, text: JSON.stringify(replace(text)) });
    }
  });
  return applyEdits(json, edits);
}

/** Visits the fields at `paths` in the order of the bytes, and none within another. `isFirst`: all before it in the same object or array were visited, too. */
function findFields(
  json: Uint8Array,
  open: number | undefined,
  paths: readonly FieldPath[],
  visit: (field: Child, isFirst: boolean) => void,
): void {
  let isFirst = true;
  for (const child of childrenOf(json, open)) {
    const matching = paths.filter(([name]) => name === child.name || name === ANY_NAME);
    if (matching.some(({ length }) => length === 1)) {
      visit(child, isFirst);
      continue;
    }
    isFirst = false;
    if (matching.length === 0) continue;
    const further = matching.map((path) => path.slice(1));
    findFields(json, child.start, further, visit);
  }
}

/** A field with one comma: the one before it, or, where nothing is left before it, the one behind it. */
function cutOf(json: Uint8Array, { from, to }: Child, isFirst: boolean): Span {
  if (!isFirst) return { from: from - 1, to };
  return { from, to: json[to] === COMMA ? to + 1 : to };
}

function applyEdits(json: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return json;
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { from, to, text } of edits) {
    pieces.push(json.subarray(at, from), Buffer.from(text));
    at = to;
  }
  return Buffer.concat([...pieces, json.subarray(at)]);
}
