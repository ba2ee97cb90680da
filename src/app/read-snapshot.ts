// Reads from a journal, at one moment, everything that `status` is made from. It asks nobody else.
import type { Config } from '../config/config.js';
import type { JournalReader } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import { parseLearnt } from '../pull/learnt.js';
import { ALERTS_KEPT_AS, parseStates } from './alerts/alert-state.js';
import { parseHealth } from './health.js';
import { learntKey } from './learnt-key.js';
import type { Snapshot, WorkspaceSnapshot } from './status.js';

const NEWEST_DEAD_LETTERS = 10;
const DAY_MS = 86_400_000;

export async function readSnapshot(
  journal: JournalReader,
  { journal: { path, keepDays }, alerts }: Pick<Config, 'journal' | 'alerts'>,
  clock: Clock,
): Promise<Snapshot> {
  const now = clock.now();
  const entries = await journal.workspaces();
  const [bytes, head, holder, feeds, deadLetters, told] = await Promise.all([
    journal.size(),
    journal.head(),
    journal.holder(),
    journal.feeds(),
    journal.deadLetters(undefined, NEWEST_DEAD_LETTERS),
    journal.kept(ALERTS_KEPT_AS),
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
    now,
    journal: { path, id: journal.id, bytes, head },
    retention:
      keepDays === null
        ? null
        : { keepDays, oldUpTo: (await journal.positionAt(now - keepDays * DAY_MS)) - 1 },
    holder,
    workspaces,
    feeds,
    deadLetters,
    alerts: { names: alerts.map(({ name }) => name), states: parseStates(told) },
  };
}
