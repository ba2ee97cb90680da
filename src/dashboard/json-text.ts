// JSON as text, not as values: ids beyond 2^53, the order of keys and repeated keys stay as they came.

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** With line breaks and indentation; the text itself where it is no JSON. */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  const tokens = text.match(TOKEN) ?? [];
  const parts: string[] = [];
  let depth = 0;
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1];
    const isFirst = previous === '{' || previous === '[';
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    if (closes ? !isFirst : isFirst || previous === ',') parts.push('\n', '  '.repeat(depth));
    if (token === '{' || token === '[') depth += 1;
    parts.push(token === ':' ? ': ' : token);
  });
  return parts.join('');
}

/** Every value that is no object and no list, by its path: `['user.id', '9007199254740993']`. Empty where it is no JSON. */
export function listFields(text: string): readonly (readonly [path: string, value: string])[] {
  if (!isJson(text)) return [];
  const fields: [string, string][] = [];
  // The path to what comes next, one step for every object or list that is open: a key, or a number that counts up.
  const path: (string | number)[] = [];
  let key = '';
  const tokens = text.match(TOKEN) ?? [];
  tokens.forEach((token, at) => {
    const place = path.length - 1;
    const step = path[place];
    if (token === '{' || token === '[') path.push(token === '{' ? '' : 0);
    else if (token === '}' || token === ']') path.pop();
    else if (token === ',') {
      if (typeof step === 'number') path[place] = step + 1;
    } else if (token === ':') path[place] = key;
    else if (tokens[at + 1] === ':') key = show(token);
    else fields.push([writePath(path), show(token)]);
  });
  return fields;
}

function writePath(path: readonly (string | number)[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`))
    .join('');
}

function show(token: string): string {
  return token.startsWith('"') ? String(JSON.parse(token)) : token;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
