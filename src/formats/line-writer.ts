// One line of JSON, put together from members: what many events have in common is there as bytes already.

const SLAB_BYTES = 65_536;
const MOST_BYTES_OF_A_CHARACTER = 3;

/** The members of an object without its braces; there has to be at least one with a value. */
export function writeMembers(object: object): string {
  return withoutLoneSurrogates(JSON.stringify(object).slice(1, -1));
}

/** The same of an object whose last member is an object, both left open at the end: `"a":1,"b":{"c":2`. */
export function writeOpenObject(object: object): string {
  return withoutLoneSurrogates(JSON.stringify(object).slice(1, -2));
}

let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
let free = 0;

/**
 * Joins pieces of JSON to one line of UTF-8. Lines are cut from a slab that many share, because measuring each, and allocating it,
 * takes as long as writing it.
 */
export function joinLine(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  let mostBytes = 0;
  for (const piece of pieces) {
    mostBytes += typeof piece === 'string' ? piece.length * MOST_BYTES_OF_A_CHARACTER : piece.length;
  }
  if (mostBytes > SLAB_BYTES) return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  if (free + mostBytes > SLAB_BYTES) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    free = 0;
  }
  const start = free;
  for (const piece of pieces) {
    if (typeof piece === 'string') free += slab.write(piece, free);
    else {
      slab.set(piece, free);
      free += piece.length;
    }
  }
  return slab.subarray(start, free);
}

/**
 * Half a surrogate pair, which JSON allows and many readers refuse, becomes U+FFFD: it is the only thing that JSON.stringify
 * escapes with `\ud`, and a pair of backslashes is stepped over.
 */
function withoutLoneSurrogates(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replace(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (found) =>
    found === '\\\\' ? found : String.fromCharCode(0xfffd),
  );
}
