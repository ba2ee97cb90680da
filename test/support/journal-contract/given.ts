// What each part of the contract is given: a journal of its own for every test, and short words for what all of them do.
import type { Journal, JournalReader } from '../../../src/journal/journal.js';
import type {
  Append,
  AppendResult,
  StoredEvent,
  WorkspaceBinding,
} from '../../../src/journal/journal-data.js';

/** One empty store, made for one test. */
export interface JournalStore {
  open(): Promise<Journal>;
  openReader(): Promise<JournalReader>;
  remove(): Promise<void>;
}

export interface Given {
  store: JournalStore;
  /** Open, and closed after the test. */
  journal: Journal;
  /** Closes the journal and opens it again. */
  reopen(): Promise<void>;
  createStore(): Promise<JournalStore>;
}

export const NOW = Date.UTC(2026, 5, 1);
export const EVERYTHING = { events: 10_000, bytes: 1e9 };
export const BINDING: WorkspaceBinding = {
  name: 'harbour-prod',
  baseUrl: 'https://app.eu.workato.com',
  endpoint: 'direct',
  token: 'token-of-harbour-prod',
};

/** Binds the usual workspace and appends `events` to it; what was done, once it is on disk. */
export async function fill(
  journal: Journal,
  events: Append['events'],
  more: Partial<Append> = {},
): Promise<Omit<AppendResult, 'onDisk'>> {
  const { key } = await journal.bind(BINDING, [BINDING.name]);
  const { onDisk, ...done } = await journal.append({
    workspaceKey: key,
    events,
    cursor: null,
    now: NOW,
    ...more,
  });
  await onDisk;
  return done;
}

/** Acknowledges everything up to `position` as delivered. */
export function deliver(journal: Journal, feed: string, position: number, delivered: number): Promise<void> {
  return journal.acknowledge({
    feed,
    position,
    resume: { at: position },
    delivered,
    filtered: 0,
    skipped: 0,
    deadLetters: [],
    now: NOW,
  });
}

/** The keys of what a search finds. */
export async function collect(found: AsyncIterable<StoredEvent>): Promise<string[]> {
  const keys: string[] = [];
  for await (const event of found) keys.push(event.key);
  return keys;
}
