// What the drains of one pull share: the cursor as it stands in the journal, what is learnt, and the order of commits.
import type { AuditEvent } from '../events/event.js';
import type { Page } from '../events/page.js';
import type { AppendResult, Lateness, WorkspaceEntry } from '../journal/journal-data.js';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import type { PullContext } from './context.js';
import type { Cursor } from './cursor.js';
import { type Learnt, parseLearnt } from './learnt.js';
import { dateOf, oldestFirst } from './rows.js';

/** One pull's hold on its workspace. Every change of the cursor goes through `commit`. */
export class Session {
  readonly context: PullContext;
  #cursor: Cursor;
  #learnt: Learnt | null;
  #knownIds: Set<string>;
  #commits: Promise<unknown> = Promise.resolve();

  constructor(context: PullContext, entry: WorkspaceEntry, cursor: Cursor, learnt: Learnt | null) {
    this.context = context;
    this.#cursor = cursor;
    this.#learnt = learnt;
    this.#knownIds = new Set(entry.workspaceIds);
  }

  /** The cursor of the newest commit. */
  get cursor(): Cursor {
    return this.#cursor;
  }

  get learnt(): Learnt | null {
    return this.#learnt;
  }

  /** Remembers, for every workspace of the endpoint, what calibration found; null: nothing is certain any more. */
  async learn(learnt: Learnt | null): Promise<void> {
    const { journal, settings, observe } = this.context;
    this.#learnt = learnt;
    await journal.setLearnt(settings.endpoint, learnt);
    if (learnt === null) observe({ kind: 'contradicted' });
    else observe({ kind: 'calibrated', order: learnt.order ?? 'not known', cursor: learnt.cursor });
  }

  /** The server's time at `page`, or the local clock's where it names none. */
  timeOf(page: Page): number {
    return serverTimeOf(page, this.context.clock);
  }

  /** Changes the cursor before anything is read. It reaches the journal with the next commit, and is planned again after a crash. */
  plan(update: (cursor: Cursor) => Cursor): void {
    this.#cursor = update(this.#cursor);
  }

  /**
   * Appends the events of `page` with the cursor that `update` makes of the current one, in one transaction. Commits wait
   * for each other; a failed one changes nothing. Resolves when a power cut cannot undo it; the next one does not wait for that.
   * @throws CollectorError CONFIG_INVALID where the page comes from another workspace than all before.
   */
  commit(update: (cursor: Cursor) => Cursor, page?: Page): Promise<AppendResult> {
    const turn = this.#commits.then(() => this.#append(update, page));
    this.#commits = turn.catch(() => {});
    return turn.then(async (result) => {
      await result.onDisk;
      return result;
    });
  }

  async #append(update: (cursor: Cursor) => Cursor, page: Page | undefined): Promise<AppendResult> {
    const { journal, workspaceKey, clock } = this.context;
    const before = this.#cursor;
    const rows = oldestFirst(page?.events ?? [], this.#learnt?.order);
    const newWorkspaceIds = this.#newWorkspaceIds(rows);
    const cursor = update(before);
    const result = await journal.append({
      workspaceKey,
      events: rows.filter((row) => row.time === null || row.time >= cursor.floor),
      cursor,
      newWorkspaceIds,
      now: clock.now(),
      lateness: (event) => (page === undefined ? null : this.#latenessOf(event, before, this.timeOf(page))),
    });
    this.#cursor = cursor;
    for (const id of newWorkspaceIds) this.#knownIds.add(id);
    return result;
  }

  #latenessOf(event: AuditEvent, cursor: Cursor, pageTime: number): Lateness | null {
    const { covered, mark } = cursor;
    if (event.time === null || covered === null || event.time < covered.from || event.time >= covered.to)
      return null;
    const reach = mark - this.context.settings.lookbackMs;
    return { lateByMs: Math.max(0, pageTime - event.time), beyondLookback: event.time < reach };
  }

  #newWorkspaceIds(rows: readonly AuditEvent[]): readonly string[] {
    const seen = new Set(rows.flatMap((row) => row.workspaceId ?? []));
    const fresh = [...seen].filter((id) => !this.#knownIds.has(id));
    if (this.#knownIds.size > 0 && seen.size > 0 && fresh.length === seen.size) {
      throw otherWorkspace(this.context.workspace, fresh, [...this.#knownIds]);
    }
    return fresh;
  }
}

/** The server's time at `page`; without a `Date` to believe, the local clock's, in whole seconds like every time that Workato prints. */
export function serverTimeOf(page: Page, clock: Clock): number {
  return dateOf(page) ?? Math.floor(clock.now() / 1000) * 1000;
}

/** Opens a session on what the journal holds of a workspace that was contacted before. */
export async function openSession(
  context: PullContext,
  entry: WorkspaceEntry,
  cursor: Cursor,
): Promise<Session> {
  const learnt = parseLearnt(await context.journal.learnt(context.settings.endpoint));
  return new Session(context, entry, cursor, learnt);
}

function otherWorkspace(name: string, came: readonly string[], known: readonly string[]): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    `Workspace "${name}" now answers with events of Workato workspace ${came.join(', ')}; until now it was ${known.join(', ')}.`,
    {
      hint: 'Give this workspace the API token that it had, or enter the other workspace under a name of its own. Nothing was stored.',
    },
  );
}
