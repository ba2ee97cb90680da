// Reading JSON without rounding: a number that JavaScript cannot hold becomes a string of its digits.

/** Only with so many digits, or an exponent, can a number be one that is rounded. */
const MAY_BE_ROUNDED = /\d{16}|\d[eE][+\d]/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** What `json` holds; undefined where it is no JSON. */
export function parseExactly(json: Uint8Array): unknown {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8');
  try {
    return JSON.parse(MAY_BE_ROUNDED.test(text) ? text.replace(STRING_OR_NUMBER, quoteRounded) : text);
  } catch {
    return undefined;
  }
}

function quoteRounded(token: string): string {
  if (token.startsWith('"')) return token;
  const number = Number(token);
  const isExact = Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number));
  return isExact ? token : `"${token}"`;
}
