// JSON.parse for evidence: a number that a JavaScript number cannot hold becomes a string with every digit.

/** Written out, because `\d{16}` takes eight times as long. */
const LONG = /\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d/;
const EXPONENT = /\d[eE][+-]?\d/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads valid JSON. Numbers beyond 2^53 - 1, such as long ids, become strings: `9007199254740993` is `"9007199254740993"`.
 * @throws SyntaxError where it is not JSON.
 */
export function parseExact(json: string): unknown {
  return JSON.parse(LONG.test(json) || EXPONENT.test(json) ? quoteInexact(json) : json);
}

function quoteInexact(json: string): string {
  let quoted = '';
  let at = 0;
  for (;;) {
    const open = json.indexOf('"', at);
    quoted += json.slice(at, open < 0 ? json.length : open).replace(NUMBER, quoteNumber);
    if (open < 0) return quoted;
    at = endOfString(json, open);
    quoted += json.slice(open, at);
  }
}

function quoteNumber(literal: string): string {
  return Math.abs(Number(literal)) <= Number.MAX_SAFE_INTEGER ? literal : `"${literal}"`;
}

/** Just behind the closing quote of the string that begins at `open`. */
function endOfString(json: string, open: number): number {
  let close = json.indexOf('"', open + 1);
  while (close >= 0 && isEscaped(json, close)) close = json.indexOf('"', close + 1);
  return close < 0 ? json.length : close + 1;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
