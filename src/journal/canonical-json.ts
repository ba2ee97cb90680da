// Whether two JSON texts say the same: blanks, the order of members and the escaping of strings do not count, every digit does.
// Nothing here recurses, so that no depth of nesting is too deep.

const SEPARATOR = /[ \t\r\n,:]*/y;
const PARTNER = { '}': '{', ']': '[' } as const;
const BARE = /[^ \t\r\n"{}[\],:]+/y;

/** True where both are the same bytes, or JSON of the same meaning. Where brackets do not match, only the bytes count. */
export function isSameJson(one: Uint8Array, other: Uint8Array): boolean {
  if (Buffer.compare(one, other) === 0) return true;
  const text = toCanonicalJson(one);
  return text !== null && text === toCanonicalJson(other);
}

/** The one text that stands for all JSON texts of the same meaning; null where brackets do not match. */
function toCanonicalJson(json: Uint8Array): string | null {
  const root: string[] = [];
  const outer: string[][] = [];
  let values = root;
  for (const token of readTokens(json)) {
    if (isOpening(token)) {
      outer.push(values);
      values = [token];
    } else if (isClosing(token)) {
      const parent = outer.pop();
      if (!parent || PARTNER[token] !== values[0]) return null;
      parent.push(closeContainer(values));
      values = parent;
    } else {
      values.push(token);
    }
  }
  return values === root && root.length === 1 ? (root[0] ?? null) : null;
}

function isOpening(token: string): boolean {
  return token === '{' || token === '[';
}

function isClosing(token: string): token is keyof typeof PARTNER {
  return token === '}' || token === ']';
}

/** Brackets, strings in one spelling, and numbers, true, false and null as they stand. */
function* readTokens(json: Uint8Array): Generator<string> {
  // One character a byte: nothing is lost that is not valid UTF-8.
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('latin1');
  let at = endOfMatch(SEPARATOR, text, 0);
  while (at < text.length) {
    const isString = text[at] === '"';
    const end = isString ? endOfString(text, at) : Math.max(at + 1, endOfMatch(BARE, text, at));
    const token = text.slice(at, end);
    yield isString ? unifyEscapes(token) : token;
    at = endOfMatch(SEPARATOR, text, end);
  }
}

/** `values` begins with its bracket; in an object, names and values follow in turns. */
function closeContainer(values: readonly string[]): string {
  if (values[0] === '[') return concatenate(values);
  const members: [name: string, value: string][] = [];
  for (let index = 1; index < values.length; index += 2) {
    members.push([values[index] ?? '', values[index + 1] ?? '']);
  }
  members.sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  return concatenate(['{', ...members.flat()]);
}

/** Adds up instead of joining: joining would copy what is nested once for each level. */
function concatenate(values: readonly string[]): string {
  let text = '';
  for (const value of values) text += `${value} `;
  return `${text})`;
}

function unifyEscapes(literal: string): string {
  if (!literal.includes('\\')) return literal;
  try {
    return Buffer.from(JSON.stringify(JSON.parse(Buffer.from(literal, 'latin1').toString('utf8')))).toString(
      'latin1',
    );
  } catch {
    return literal;
  }
}

function endOfString(text: string, start: number): number {
  let at = start;
  do {
    at = text.indexOf('"', at + 1);
  } while (at > 0 && isEscaped(text, at));
  return at < 0 ? text.length : at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function endOfMatch(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}
