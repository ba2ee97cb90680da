// Characters that a page would obey instead of showing: direction marks, zero widths, controls. They are shown by number.

const HIDDEN = /[\p{Control}\p{Format}\p{Surrogate}\u2028\u2029]/gu;
const JOINS_EMOJI = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;

export interface Piece {
  text: string;
  isHidden: boolean;
}

/** `text` in pieces: what can be shown, and `U+202E` for what cannot. With `keepsLines`, line breaks and tabs are shown. */
export function reveal(text: string, keepsLines = false): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: char, index } of text.matchAll(HIDDEN)) {
    if (keepsLines && (char === '\n' || char === '\t')) continue;
    if (char === '\u200d' && JOINS_EMOJI.test(text.slice(Math.max(0, index - 3), index))) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), isHidden: false });
    pieces.push({ text: nameCodePoint(char), isHidden: true });
    from = index + char.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isHidden: false });
  return pieces;
}

function nameCodePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
