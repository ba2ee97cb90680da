// Reads from a journal, at one moment, everything that `status` is made from. It asks nobody else.
import type { JournalReader } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import { parseLearnt } from '../pull/learnt.js';
import { parseHealth } from './health.js';
import { learntKey } from './learnt-key.js';
import type { Snapshot, WorkspaceSnapshot } from './status.js';

const NEWEST_DEAD_LETTERS = 10;

export async function readSnapshot(journal: JournalReader, path: string, clock: Clock): Promise<Snapshot> {
  const entries = await journal.workspaces();
  const [bytes, head, holder, feeds, deadLetters] = await Promise.all([
    journal.size(),
    journal.head(),
    journal.holder(),
    journal.feeds(),
    journal.deadLetters(undefined, NEWEST_DEAD_LETTERS),
  ]);
  const workspaces: WorkspaceSnapshot[] = [];
  for (const entry of entries) {
    const tokenHash = parseHealth(entry.health)?.budget?.tokenHash;
    const requests = tokenHash === undefined ? [] : await journal.requestsSince(tokenHash, 0);
    workspaces.push({
      entry,
      lateness: await journal.lateness(entry.key),
      learnt: parseLearnt(await journal.learnt(learntKey(entry))),
      requests: requests.map(({ time }) => time),
    });
  }
  return {
    now: clock.now(),
    journal: { path, id: journal.id, bytes, head },
    holder,
    workspaces,
    feeds,
    deadLetters,
  };
}
