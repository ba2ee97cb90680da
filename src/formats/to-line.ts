// An object as one line of JSON that every reader takes.

/** UTF-8. Half a surrogate pair, which JSON allows and many readers refuse, becomes U+FFFD. */
export function toLine(value: object): Uint8Array {
  return Buffer.from(withoutLoneSurrogates(JSON.stringify(value)));
}

/** JSON.stringify escapes lone surrogates and no others, in lower case; a pair of backslashes is stepped over. */
function withoutLoneSurrogates(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replace(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (found) =>
    found === '\\\\' ? found : String.fromCharCode(0xfffd),
  );
}
