// The histogram of how late events become visible.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Inclusive upper ends of the buckets; what is later than the last of them falls into one more without an end. */
const ENDS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7].map((days) => days * DAY_MS),
];

/** Every bucket's inclusive upper end, in order; null for the last. */
export const LATENESS_BUCKETS: readonly (number | null)[] = [...ENDS_MS, null];

/** The number of the bucket into which `lateByMs` falls. */
export function bucketOf(lateByMs: number): number {
  const bucket = ENDS_MS.findIndex((end) => lateByMs <= end);
  return bucket < 0 ? ENDS_MS.length : bucket;
}
