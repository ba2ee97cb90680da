// Durations as people write them: a whole number and a unit.

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** What a message says where a duration was expected. */
export const DURATION_FORM = 'a duration such as 30s, 10m, 2h or 7d';

/** Reads `500ms`, `30s`, `10m`, `2h` or `7d`; null where the text is none of these. A number needs its unit. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,12})(ms|s|m|h|d)$/.exec(text.trim());
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  if (!match || unitMs === undefined) return null;
  const durationMs = Number(match[1]) * unitMs;
  return Number.isSafeInteger(durationMs) ? durationMs : null;
}

/** The shortest exact form of a duration, as `parseDuration` reads it. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const unitMs = UNIT_MS[unit] ?? 1;
    if (durationMs >= unitMs && durationMs % unitMs === 0) return `${durationMs / unitMs}${unit}`;
  }
  return `${durationMs}ms`;
}
