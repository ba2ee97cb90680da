// Reading the histogram of late events.
import type { Database } from 'better-sqlite3';
import { LATENESS_BUCKETS } from './lateness-buckets.js';

/** Makes the function that reads a workspace's histogram: all buckets in order, the empty ones too. */
export function prepareLateness(
  db: Database,
): (workspaceKey: number) => readonly { upToMs: number | null; count: number }[] {
  const select = db.prepare<[number], { bucket: number; count: number }>(
    'SELECT bucket, count FROM lateness WHERE workspace = ?',
  );
  return (workspaceKey) => {
    const counts = new Map(select.all(workspaceKey).map(({ bucket, count }) => [bucket, count]));
    return LATENESS_BUCKETS.map((upToMs, bucket) => ({ upToMs, count: counts.get(bucket) ?? 0 }));
  };
}
