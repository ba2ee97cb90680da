// Asks one workspace whether it can be collected from: two requests at most, through the budget like all others.
import { endpointOf, type WorkspaceConfig } from '../config/config.js';
import type { AuditEvent } from '../events/event.js';
import { formatInstant } from '../events/instant.js';
import type { Page, PageQuery } from '../events/page.js';
import type { JournalReader } from '../journal/journal.js';
import type { WorkspaceEntry } from '../journal/journal-data.js';
import { isSamePlace, movedAwayError } from '../journal/moved-away.js';
import { parseLearnt } from '../pull/learnt.js';
import { describeCursor } from '../pull/progress.js';
import { learntKey } from './learnt-key.js';
import { requireKnownWorkspace } from './other-workspace.js';
import type { WiredSource } from './wire-source.js';

const DAY_MS = 86_400_000;

/** What is found of a workspace that works. */
export interface Probe {
  /** What can be said of it, as sentences. */
  says: readonly string[];
  /** The newest events that were seen, newest first. */
  newest: readonly AuditEvent[];
}

const MOST_SHOWN = 10;
/** A Date that is further behind an event is wrong. */
const BEHIND_MS = 60_000;
/** Nobody waits 40 s for a check. */
const LONGEST_PROBE_MS = 10_000;

/** `workspace`, asked with less patience. */
export function forProbing(workspace: WorkspaceConfig): WorkspaceConfig {
  return { ...workspace, requestTimeoutMs: Math.min(workspace.requestTimeoutMs, LONGEST_PROBE_MS) };
}

/**
 * @throws CollectorError whatever keeps it from working.
 */
export async function probeWorkspace(
  workspace: WorkspaceConfig,
  { source, budget }: WiredSource,
  journal: JournalReader | null,
  signal: AbortSignal,
): Promise<Probe> {
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
    const says = [
      'It works, but there are no events yet.',
      'A new workspace has none; otherwise look whether the API client belongs to the right environment, and at the filters.',
    ];
    return { says, newest: [] };
  }
  // Oldest first, the first page says nothing about today.
  const recent = page.serverTime === null ? null : await ask({ size: 100, from: page.serverTime - DAY_MS });
  const newest = newestOf([...page.events, ...(recent?.events ?? [])]);
  const time = newest[0]?.time ?? null;
  const says = [
    time === null
      ? 'It works; no event on the page that was read has a readable time.'
      : `It works; the newest event seen is of ${formatInstant(time)}.`,
    ...describeDate(page.serverTime, time),
    ...(await describeKnown(workspace, journal, entry)),
  ];
  return { says, newest: newest.slice(0, MOST_SHOWN) };
}

/** What is wrong with the clock that dates the answers, if anything. */
function describeDate(serverTime: number | null, newest: number | null): readonly string[] {
  if (serverTime === null)
    return [
      'The answers carry no Date, so the clock of this machine dates them: keep it right (NTP), and look whether a proxy removes the header.',
    ];
  if (newest === null || newest - serverTime < BEHIND_MS) return [];
  return [
    `The Date of the answers (${formatInstant(serverTime)}) is older than the newest event, so the clock of this machine is used instead: keep it right (NTP), and look whether a proxy answers from a cache.`,
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

/** Each event once, newest first, those without a time last. */
function newestOf(events: readonly AuditEvent[]): readonly AuditEvent[] {
  const known = new Map(events.map((event) => [event.key, event]));
  const timeOf = ({ time }: AuditEvent) => time ?? Number.NEGATIVE_INFINITY;
  return [...known.values()].sort(
    (one, other) => Number(timeOf(one) < timeOf(other)) - Number(timeOf(one) > timeOf(other)),
  );
}
