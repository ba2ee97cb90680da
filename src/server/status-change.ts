// What has changed from one status to the next, so that a page that is left open costs little however much there is to show. Pure.
import type { Status } from '../app/status-shape.js';
import type { StatusChange } from './shapes.js';

type Named = { readonly name: string };

/** The change that leads from `before` to `after`; null where workspaces or destinations came, went or changed places. */
export function changeOf(before: Status, after: Status): StatusChange | null {
  const workspaces = changesOf(before.workspaces, after.workspaces);
  const destinations = changesOf(before.destinations, after.destinations);
  if (workspaces === null || destinations === null) return null;
  return { ...membersThatDiffer(before, after), now: after.now, workspaces, destinations };
}

function changesOf<Entry extends Named>(
  before: readonly Entry[],
  after: readonly Entry[],
): (Named & Partial<Entry>)[] | null {
  if (before.length !== after.length) return null;
  const changes: (Named & Partial<Entry>)[] = [];
  for (const [at, entry] of after.entries()) {
    const last = before[at];
    if (last?.name !== entry.name) return null;
    const changed = membersThatDiffer(last, entry);
    if (Object.keys(changed).length > 0) changes.push({ ...changed, name: entry.name });
  }
  return changes;
}

/** The members of `after` that are not the same in `before`. Ages are left out: they follow from the times. */
function membersThatDiffer<Value extends object>(before: Value, after: Value): Partial<Value> {
  const names = Object.keys(after) as (keyof Value & string)[];
  const changed: Partial<Value> = {};
  for (const name of names) {
    if (!name.endsWith('_age_seconds') && !isSame(before[name], after[name])) changed[name] = after[name];
  }
  return changed;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
