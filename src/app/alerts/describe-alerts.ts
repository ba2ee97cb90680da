// What `status` says of alerts: who is configured to be told, what was told and is not over, and what could not be sent.
import type { AlertStatus } from '../status-shape.js';
import { type AlertState, NOTHING_TOLD } from './alert-state.js';

/** The alerts called `names`, as `states` remembers them. Lateness is news, and never over: it does not fire. */
export function describeAlerts(
  names: readonly string[],
  states: Readonly<Record<string, AlertState>>,
): readonly AlertStatus[] {
  return names.map((name) => {
    const { tracks, counts, outbox } = states[name] ?? NOTHING_TOLD;
    const lasting = Object.entries(tracks).flatMap(([id, { since, toldAt }]) =>
      toldAt === null ? [] : [describe(id, since, toldAt)],
    );
    const counted = Object.entries(counts).flatMap(([id, { told, toldAt }]) =>
      told === 0 || toldAt === null || !id.startsWith('dead_letters ') ? [] : [describe(id, toldAt, toldAt)],
    );
    const firing = [...lasting, ...counted].toSorted((a, b) => a.since.localeCompare(b.since));
    return { name, firing, unsent: Object.keys(outbox).length };
  });
}

/** `id`: kind and subject, as decide-alerts.ts names what it remembers. */
function describe(id: string, since: number, toldAt: number): AlertStatus['firing'][number] {
  const end = id.indexOf(' ');
  return {
    kind: id.slice(0, end),
    subject: id.slice(end + 1),
    since: new Date(since).toISOString(),
    told_at: new Date(toldAt).toISOString(),
  };
}
