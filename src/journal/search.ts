// Searching: newest first, read in pieces, so that neither a writer nor the rest of this process waits for a long answer.
import type { Database } from 'better-sqlite3';
import type { EventSearch, Position, StoredEvent } from './journal.js';
import { letOthersRun } from './let-others-run.js';
import { matchesUser } from './matches-user.js';
import { type EventRow, SELECT_EVENTS, toStoredEvent } from './stored-events.js';

/** So many events are looked at in one go, however few of them match. */
const PIECE = 2000;

/** A place in the order of the answer. */
interface Place {
  time: number;
  position: Position;
}

interface Question {
  since: number;
  workspace: string | null;
  type: string | null;
  resourceType: string | null;
}

interface Pass {
  /** The place of the last of the next `PIECE` events after `place`; undefined where there are not so many. */
  endOfPiece(question: Question, place: Place): Place | undefined;
  /** The matching events after `place`, up to and with `end`, at most `most` (-1: all). */
  readPiece(question: Question, place: Place, end: Place, most: number): EventRow[];
}

const TIMED = {
  after: 'e.time >= @since AND (e.time, e.position) < (@time, @position)',
  upTo: '(e.time, e.position) >= (@endTime, @endPosition)',
  order: 'e.time DESC, e.position DESC',
};
const UNTIMED = {
  after: 'e.time IS NULL AND e.position < @position',
  upTo: 'e.position >= @endPosition',
  order: 'e.position DESC',
};

/** Makes the function that searches. Every piece sees the journal as it is at that moment. */
export function prepareSearch(db: Database): (search: EventSearch) => AsyncGenerator<StoredEvent> {
  const timed = preparePass(db, TIMED);
  const untimed = preparePass(db, UNTIMED);
  return async function* searchEvents(search) {
    const { since, until, user } = search;
    const passes = since === undefined && until === undefined ? [timed, untimed] : [timed];
    const question = {
      since: since ?? Number.MIN_SAFE_INTEGER,
      workspace: search.workspace ?? null,
      type: search.type ?? null,
      resourceType: search.resourceType ?? null,
    };
    let left = search.limit;
    for (const pass of passes) {
      let place: Place | undefined = until === undefined ? NEWEST : { time: until, position: 0 };
      while (place !== undefined && left > 0) {
        const end = pass.endOfPiece(question, place);
        for (const row of pass.readPiece(question, place, end ?? OLDEST, user === undefined ? left : -1)) {
          if (user !== undefined && !matchesUser(row, user)) continue;
          if (left <= 0) return;
          left -= 1;
          yield toStoredEvent(row);
        }
        place = end;
        await letOthersRun();
      }
    }
  };
}

const NEWEST: Place = { time: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER };
const OLDEST: Place = { time: Number.MIN_SAFE_INTEGER, position: 0 };

function preparePass(db: Database, { after, upTo, order }: typeof TIMED): Pass {
  const find = db.prepare<[object], Place>(`
    SELECT coalesce(e.time, 0) AS time, e.position FROM events AS e WHERE e.raw IS NOT NULL AND ${after}
    ORDER BY ${order} LIMIT 1 OFFSET ${PIECE - 1}`);
  const read = db.prepare<[object], EventRow>(`
    ${SELECT_EVENTS} WHERE e.raw IS NOT NULL AND ${after} AND ${upTo}
      AND (@workspace IS NULL OR w.name = @workspace) AND (@type IS NULL OR e.type = @type)
      AND (@resourceType IS NULL OR e.resource_type = @resourceType)
    ORDER BY ${order} LIMIT @most`);
  return {
    endOfPiece: (question, place) => find.get({ ...question, ...place }),
    readPiece: (question, place, end, most) =>
      read.all({ ...question, ...place, endTime: end.time, endPosition: end.position, most }),
  };
}
