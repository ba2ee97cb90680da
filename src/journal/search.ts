// Searching: newest first, read in pieces, so that neither a writer nor the rest of this process waits for a long answer.
import type { Database } from 'better-sqlite3';
import type { EventSearch, Position, StoredEvent } from './journal.js';
import { letOthersRun } from './let-others-run.js';
import { matchesUser } from './matches-user.js';
import { type EventRow, SELECT_EVENTS, toStoredEvent } from './stored-events.js';

const PIECE = 500;

/** Where the piece before has ended. */
interface Place {
  time: number;
  position: Position;
}

type Pieces = (place: Place) => EventRow[];

/** Makes the function that searches. Every piece sees the journal as it is at that moment. */
export function prepareSearch(db: Database): (search: EventSearch) => AsyncGenerator<StoredEvent> {
  const timed = db.prepare<[{ since: number; time: number; position: Position; piece: number }], EventRow>(`
    ${SELECT_EVENTS} WHERE e.raw IS NOT NULL AND e.time >= @since AND (e.time, e.position) < (@time, @position)
    ORDER BY e.time DESC, e.position DESC LIMIT @piece`);
  const untimed = db.prepare<[{ position: Position; piece: number }], EventRow>(`
    ${SELECT_EVENTS} WHERE e.raw IS NOT NULL AND e.time IS NULL AND e.position < @position
    ORDER BY e.position DESC LIMIT @piece`);

  return async function* searchEvents(search) {
    const since = search.since ?? Number.MIN_SAFE_INTEGER;
    const start = { time: search.until ?? Number.MAX_SAFE_INTEGER, position: 0 };
    const isBounded = search.since !== undefined || search.until !== undefined;
    const passes: [Place, Pieces][] = [[start, (place) => timed.all({ since, ...place, piece: PIECE })]];
    if (!isBounded) {
      const newest = { time: 0, position: Number.MAX_SAFE_INTEGER };
      passes.push([newest, ({ position }) => untimed.all({ position, piece: PIECE })]);
    }
    let left = search.limit;
    for (const [from, readPiece] of passes) {
      for await (const row of readOn(from, readPiece)) {
        if (left <= 0) return;
        if (!matches(row, search)) continue;
        left -= 1;
        yield toStoredEvent(row);
      }
    }
  };
}

async function* readOn(from: Place, readPiece: Pieces): AsyncGenerator<EventRow> {
  let place = from;
  for (;;) {
    const piece = readPiece(place);
    yield* piece;
    const last = piece.at(-1);
    if (!last || piece.length < PIECE) return;
    place = { time: last.time ?? 0, position: last.position };
    await letOthersRun();
  }
}

function matches(row: EventRow, search: EventSearch): boolean {
  return (
    (search.workspace === undefined || row.workspace === search.workspace) &&
    (search.type === undefined || row.type === search.type) &&
    (search.resourceType === undefined || row.resourceType === search.resourceType) &&
    (search.user === undefined || matchesUser(row, search.user))
  );
}
