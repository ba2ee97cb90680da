// What pulling needs of a journal, in memory: for reading events once, without keeping them.
import type { AuditEvent } from '../events/event.js';
import type { Json, WorkspaceEntry } from '../journal/journal-data.js';
import type { PullJournal } from '../pull/context.js';

/** The number of its only workspace. */
export const ONLY_KEY = 1;

/**
 * A journal that hands each event on once and remembers its key alone. `take` is awaited before the cursor moves.
 */
export function createTransientJournal(
  name: string,
  baseUrl: string,
  endpoint: string,
  take: (events: readonly AuditEvent[]) => Promise<void>,
): PullJournal {
  const keys = new Set<string>();
  const learnt = new Map<string, Json>();
  let entry: WorkspaceEntry = {
    key: ONLY_KEY,
    name,
    baseUrl,
    endpoint,
    workspaceIds: [],
    cursor: null,
    health: null,
    counts: {
      received: 0,
      stored: 0,
      repeated: 0,
      revised: 0,
      withoutId: 0,
      withoutTime: 0,
      late: 0,
      beyondLookback: 0,
    },
    newestEventTime: null,
    pausedAt: null,
  };
  return {
    workspace: async () => entry,
    learnt: async (key) => learnt.get(key) ?? null,
    setLearnt: async (key, value) => {
      learnt.set(key, value);
    },
    append: async ({ events, cursor, newWorkspaceIds = [] }) => {
      const fresh = events.filter((event) => !keys.has(event.key) && keys.add(event.key));
      if (fresh.length > 0) await take(fresh);
      entry = { ...entry, cursor, workspaceIds: [...entry.workspaceIds, ...newWorkspaceIds] };
      const stored = fresh.length;
      return { stored, repeated: events.length - stored, revised: 0, onDisk: Promise.resolve() };
    },
  };
}
