// Numbers for people: counts with separators, sizes, and spans of time in their two largest units.

const SPANS: readonly [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `3 d 4 h`, `12 min`, `45 s`. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = SPANS.findIndex(([, size]) => whole >= size);
  if (first < 0) return '0 s';
  const [unit, size] = SPANS[first] ?? ['s', 1];
  const [nextUnit, nextSize] = SPANS[first + 1] ?? ['', 1];
  const rest = Math.floor((whole % size) / nextSize);
  const tail = rest > 0 && nextUnit !== '' && size > 60 ? ` ${rest} ${nextUnit}` : '';
  return `${Math.floor(whole / size)} ${unit}${tail}`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
