// Keeping the index up with the journal: a piece at a time, so that searching and collecting go on meanwhile.
import type { JournalReader } from '../journal/journal.js';
import { fieldsOf } from './fields.js';
import { FLOOD } from './flood.js';
import type { IndexFile } from './index-file.js';

const PIECE = { events: 1000, bytes: 4 * 2 ** 20 };

/** Adds the next piece. @returns whether there was one. */
export async function indexNext(index: IndexFile, journal: JournalReader): Promise<boolean> {
  const head = await journal.head();
  if (index.indexed >= head) return false;
  const events = (await journal.read(index.indexed, PIECE)).filter(({ position }) => position <= head);
  const entries = events.map((event) => ({
    position: event.position,
    time: event.time ?? event.firstSeen,
    fields: fieldsOf(event),
  }));
  // Where bodies are gone there is nothing to read: the index goes on behind them.
  index.add(entries, events.at(-1)?.position ?? head);
  return true;
}

/**
 * Milliseconds to pause after `spentMs` of work, while there is more to do and the journal grows by `eventsPerSecond`: half of a
 * core for the index, and in a flood, which ends, a fiftieth.
 */
export function pauseAfter(spentMs: number, eventsPerSecond: number): number {
  return spentMs * (eventsPerSecond > FLOOD ? 49 : 1);
}
