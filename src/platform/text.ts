// Text for people: control and direction-changing characters shown, never obeyed.

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this file is for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** `text` with every character that a terminal would obey written as `\u001b`. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** At most `length` characters of `text`, with an ellipsis where something was left off. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}
