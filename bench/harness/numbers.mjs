// Numbers: the few statistics that the benchmarks need, and how they are written.

/** The middle one; of an even count the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The smallest value that `share` of all do not exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** `12.3 s`, `45 %`, `1.50`. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
export const percent = (share) => `${(share * 100).toFixed(1)} %`;
export const ratio = (value) => value.toFixed(2);
export const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;
/** `12,345`. */
export const count = (value) => Math.round(value).toLocaleString('en-US');
