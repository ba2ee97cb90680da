// Asks one workspace whether it can be collected from: two requests at most, through the budget like all others.
import { endpointOf, type WorkspaceConfig } from '../config/config.js';
import { formatInstant } from '../events/instant.js';
import type { Page, PageQuery } from '../events/page.js';
import type { JournalReader, WorkspaceEntry } from '../journal/journal.js';
import { isSamePlace, movedAwayError } from '../journal/moved-away.js';
import { parseLearnt } from '../pull/learnt.js';
import { describeCursor } from '../pull/progress.js';
import { learntKey } from './learnt-key.js';
import { requireKnownWorkspace } from './other-workspace.js';
import type { WiredSource } from './wire-source.js';

const DAY_MS = 86_400_000;

/**
 * What can be said of a workspace that works, as sentences.
 * @throws CollectorError whatever keeps it from working.
 */
export async function probeWorkspace(
  workspace: WorkspaceConfig,
  { source, budget }: WiredSource,
  journal: JournalReader | null,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ask = async (query: PageQuery): Promise<Page> => {
    await budget.take('tail', workspace.name, signal);
    const page = await source.readPage(query, signal);
    budget.answered(page.latencyMs);
    return page;
  };
  const entry = await findEntry(workspace, journal);
  const page = await ask({ size: 100 });
  if (entry) requireKnownWorkspace(entry, page);
  if (page.events.length === 0) {
    return [
      'It works, but there are no events yet.',
      'A new workspace has none; otherwise look whether the API client belongs to the right environment, and at the filters.',
    ];
  }
  // Oldest first, the first page says nothing about today.
  const recent = page.serverTime === null ? null : await ask({ size: 100, from: page.serverTime - DAY_MS });
  const newest = newestOf([...page.events, ...(recent?.events ?? [])].map((event) => event.time));
  return [
    newest === null
      ? 'It works; no event on the page that was read has a readable time.'
      : `It works; the newest event seen is of ${formatInstant(newest)}.`,
    ...(await describeKnown(workspace, journal, entry)),
  ];
}

/** The workspace as the journal knows it, where it does. @throws CollectorError CONFIG_INVALID where `sync` would refuse it. */
async function findEntry(
  workspace: WorkspaceConfig,
  journal: JournalReader | null,
): Promise<WorkspaceEntry | undefined> {
  const entry = (await journal?.workspaces())?.find(({ name }) => name === workspace.name);
  const leads = { baseUrl: workspace.baseUrl, endpoint: endpointOf(workspace) };
  if (!entry || isSamePlace(entry, leads)) return entry;
  if (entry.cursor !== null || entry.counts.received > 0) throw movedAwayError(workspace.name, entry, leads);
  return undefined;
}

async function describeKnown(
  workspace: WorkspaceConfig,
  journal: JournalReader | null,
  entry: WorkspaceEntry | undefined,
): Promise<readonly string[]> {
  if (journal === null) return [];
  const binding = { baseUrl: workspace.baseUrl, endpoint: endpointOf(workspace) };
  const learnt = parseLearnt(await journal.learnt(learntKey(binding)));
  const mark = entry ? describeCursor(entry.cursor).mark : null;
  return [
    ...(learnt
      ? [`Events come ${learnt.order ?? 'in no known order'}; page[after] is ${learnt.cursor}.`]
      : []),
    ...(mark === null ? [] : [`Collected completely up to ${formatInstant(mark)}.`]),
  ];
}

function newestOf(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (newest, time) => (time !== null && (newest === null || time > newest) ? time : newest),
    null,
  );
}
