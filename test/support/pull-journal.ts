// As much of a journal as pulling needs, in memory, so that thousands of pulls run in seconds. Each append is atomic, and what
// it keeps has been through JSON like everything that reaches a disk.
import type { Append, AppendResult, Json, WorkspaceEntry } from '../../src/journal/journal-data.js';
import type { PullJournal } from '../../src/pull/context.js';

export interface PullTestJournal extends PullJournal {
  /** Keys in the order of their positions. */
  readonly keys: readonly string[];
  readonly ledger: {
    received: number;
    stored: number;
    repeated: number;
    late: number;
    beyondLookback: number;
  };
  cursor(): Json;
  /** Called before anything is kept: may throw, as a crash would. */
  beforeAppend: () => void;
}

export function createPullJournal(): PullTestJournal {
  const keys: string[] = [];
  const known = new Set<string>();
  const ids: string[] = [];
  const learnt = new Map<string, string>();
  const ledger = { received: 0, stored: 0, repeated: 0, late: 0, beyondLookback: 0 };
  let cursor = 'null';

  const entry = (): WorkspaceEntry => ({
    key: 1,
    name: 'test',
    baseUrl: 'https://www.workato.com',
    endpoint: 'direct',
    workspaceIds: [...ids],
    cursor: JSON.parse(cursor),
    health: null,
    counts: { ...ledger, revised: 0, withoutId: 0, withoutTime: 0 },
    newestEventTime: null,
    pausedAt: null,
  });

  const append = async (what: Append): Promise<AppendResult> => {
    journal.beforeAppend();
    const before = ledger.stored;
    for (const event of what.events) {
      ledger.received += 1;
      if (known.has(event.key)) {
        ledger.repeated += 1;
        continue;
      }
      known.add(event.key);
      keys.push(event.key);
      ledger.stored += 1;
      const lateness = what.lateness?.(event);
      if (lateness) ledger.late += 1;
      if (lateness?.beyondLookback) ledger.beyondLookback += 1;
    }
    cursor = JSON.stringify(what.cursor);
    ids.push(...(what.newWorkspaceIds ?? []));
    const stored = ledger.stored - before;
    return { stored, repeated: what.events.length - stored, revised: 0, onDisk: Promise.resolve() };
  };

  const journal: PullTestJournal = {
    keys,
    ledger,
    cursor: () => JSON.parse(cursor),
    beforeAppend: () => {},
    workspace: async () => entry(),
    append,
    learnt: async (endpoint) => JSON.parse(learnt.get(endpoint) ?? 'null'),
    setLearnt: async (endpoint, what) => {
      learnt.set(endpoint, JSON.stringify(what));
    },
  };
  return journal;
}
