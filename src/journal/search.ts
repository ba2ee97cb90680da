// Searching: newest first, read in pieces, so that neither a writer nor the rest of this process waits for a long answer.
import type { Database } from 'better-sqlite3';
import { matchesUser } from '../events/matches-user.js';
import type { EventSearch, Position, StoredEvent } from './journal-data.js';
import { prepareSearchPieces } from './search-pieces.js';
import { type EventRow, SELECT_EVENTS, toStoredEvent } from './stored-events.js';

/** Makes the function that searches. Every piece sees the journal as it is at that moment. */
export function prepareSearch(db: Database): (search: EventSearch) => AsyncGenerator<StoredEvent> {
  const searchPieces = prepareSearchPieces(db);
  // An event whose body retention has removed in the meantime is found no more.
  const find = db.prepare<[Position], EventRow>(
    `${SELECT_EVENTS} WHERE e.position = ? AND e.raw IS NOT NULL`,
  );
  return async function* searchEvents(search) {
    let left = search.limit;
    for await (const positions of searchPieces(search)) {
      for (const position of positions) {
        if (left <= 0) return;
        const row = find.get(position);
        if (!row || (search.user !== undefined && !matchesUser(row, search.user))) continue;
        left -= 1;
        yield toStoredEvent(row);
      }
      if (left <= 0) return;
    }
  };
}
