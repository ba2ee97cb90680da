// Alerts as somebody looks at them: by what is wrong, not by who was told.
import type { AlertStatus } from '../app/status-shape.js';

interface Firing {
  kind: string;
  subject: string;
  since: string;
  toldAt: string;
  /** Who was told. */
  names: readonly string[];
}

/** One for each kind and subject, whoever was told. */
export function groupFiring(alerts: readonly AlertStatus[]): readonly Firing[] {
  const found = new Map<string, Firing>();
  for (const { name, firing } of alerts) {
    for (const { kind, subject, since, told_at: toldAt } of firing) {
      const id = `${kind} ${subject}`;
      const known = found.get(id);
      found.set(id, {
        kind,
        subject,
        since: known && known.since < since ? known.since : since,
        toldAt: known && known.toldAt > toldAt ? known.toldAt : toldAt,
        names: [...(known?.names ?? []), name],
      });
    }
  }
  return [...found.values()].toSorted((a, b) => a.since.localeCompare(b.since));
}
