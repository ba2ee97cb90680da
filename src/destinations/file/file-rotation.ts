// When a file is finished and the next one begun: pure.

/** Null: not for this reason. */
export interface Rotation {
  maxBytes: number | null;
  everyMs: number | null;
}

/**
 * Whether `file` is to be finished before `addedBytes` are written: it would grow beyond the size, or an interval has ended since it
 * was begun. Intervals are those of the UTC clock (`1h`: full hours), not counted from the first write. An empty file stays.
 */
export function isRotationDue(
  rotation: Rotation,
  file: { size: number; startedAt: number },
  addedBytes: number,
  now: number,
): boolean {
  const { maxBytes, everyMs } = rotation;
  if (file.size === 0) return false;
  if (maxBytes !== null && file.size + addedBytes > maxBytes) return true;
  return everyMs !== null && Math.floor(now / everyMs) > Math.floor(file.startedAt / everyMs);
}
