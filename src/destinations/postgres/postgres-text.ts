// Text as PostgreSQL takes it: it has no character 0, and jsonb no half of a surrogate pair either. Pure.

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|.)/g;
const REPLACEMENT = '\\ufffd';

/** `text` with the replacement character for each character 0. */
export function toPostgresText<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : text.replaceAll('\0', '\ufffd');
}

/** JSON text that jsonb takes: escapes of what it cannot hold become that of the replacement character; all else stays as it is. */
export function toJsonbText(json: string): string {
  if (!/\\u(?:0000|[dD][89a-fA-F])/.test(json)) return json;
  let highAt = -1;
  const bad = new Set<number>();
  for (const { 1: digits, index } of json.matchAll(ESCAPE)) {
    const unit = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    const isPaired = isLow && highAt >= 0 && highAt === index - REPLACEMENT.length;
    if (isPaired) bad.delete(highAt);
    else if (unit === 0 || isLow) bad.add(index);
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    highAt = isHigh ? index : -1;
    if (isHigh) bad.add(index);
  }
  return json.replace(ESCAPE, (found, _digits, index: number) => (bad.has(index) ? REPLACEMENT : found));
}
