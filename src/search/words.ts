// Text cut into the words that are looked for: without case and without marks above and below letters. Pure.

/** Longer words are cut: nobody looks for more of one. In UTF-8 it fits into 255 bytes. */
const LONGEST_WORD = 64;
const MOST_KNOWN = 10_000;
const NUMBER = /^\d{1,20}$/;
const ASCII = /^[\0-\x7f]*$/;
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
const ASCII_WORD = /[a-z\d]+/g;

/** The words of `text`, in their order, repeated ones too. */
export function wordsOf(text: string): readonly string[] {
  const lower = text.toLowerCase();
  const words = ASCII.test(lower)
    ? lower.match(ASCII_WORD)
    : lower.normalize('NFD').replaceAll(MARKS, '').match(WORD);
  if (words === null) return [];
  return words.map((word) => word.slice(0, LONGEST_WORD));
}

/** `wordsOf`, which cuts texts that come again and again only once: names, addresses, programs. */
export function createWordCutter(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    if (NUMBER.test(text)) return [text];
    const found = known.get(text);
    if (found !== undefined) return found;
    const words = wordsOf(text);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, words);
    return words;
  };
}

/** Under what a word is filed: its first two characters. */
export function beginningOf(word: string): string {
  const first = word.codePointAt(0) ?? 0;
  const at = first > 0xffff ? 2 : 1;
  const second = word.codePointAt(at);
  return second === undefined ? word : word.slice(0, at + (second > 0xffff ? 2 : 1));
}
