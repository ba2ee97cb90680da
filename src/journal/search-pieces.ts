// Looking through events newest first, piece by piece, at what is quick to see.
import type { Database } from 'better-sqlite3';
import { letOthersRun } from '../platform/let-others-run.js';
import type { EventSearch, Position } from './journal-data.js';

/** At most so many events are looked at in one go. */
const PIECE = 2000;
const LAST = Number.MAX_SAFE_INTEGER;

interface Seen {
  time: number | null;
  position: Position;
  /** Whether all but the user is as asked for. */
  isHit: 0 | 1;
}

interface Question {
  since: number;
  workspace: string | null;
  type: string | null;
  resourceType: string | null;
  /** The place of the last one seen. */
  time: number;
  position: Position;
}

type Look = (question: Question) => Seen[];

/** Makes the function that yields, a piece at a time, the positions of events that match all but the user of a search. */
export function prepareSearchPieces(
  db: Database,
): (search: EventSearch) => AsyncGenerator<readonly Position[]> {
  const lookAtTimed = prepareLook(
    db,
    'e.time >= @since AND (e.time, e.position) < (@time, @position) ORDER BY e.time DESC, e.position DESC',
  );
  const lookAtUntimed = prepareLook(db, 'e.time IS NULL AND e.position < @position ORDER BY e.position DESC');
  return async function* searchPieces(search) {
    const { since, until } = search;
    const question = {
      since: since ?? Number.MIN_SAFE_INTEGER,
      workspace: search.workspace ?? null,
      type: search.type ?? null,
      resourceType: search.resourceType ?? null,
      time: until ?? LAST,
      position: until === undefined ? LAST : 0,
    };
    yield* lookThrough(lookAtTimed, question);
    if (since === undefined && until === undefined) yield* lookThrough(lookAtUntimed, question);
  };
}

async function* lookThrough(look: Look, question: Question): AsyncGenerator<readonly Position[]> {
  let asked = question;
  for (;;) {
    const seen = look(asked);
    yield seen.flatMap((event) => (event.isHit ? event.position : []));
    const last = seen.at(-1);
    if (!last || seen.length < PIECE) return;
    asked = { ...asked, time: last.time ?? 0, position: last.position };
    await letOthersRun();
  }
}

function prepareLook(db: Database, which: string): Look {
  const look = db.prepare<[Question], Seen>(`
    SELECT e.time, e.position,
      (@workspace IS NULL OR e.workspace IN (SELECT key FROM workspaces WHERE name = @workspace))
      AND (@type IS NULL OR e.type IS @type)
      AND (@resourceType IS NULL OR e.resource_type IS @resourceType) AS isHit
    FROM events AS e WHERE e.raw IS NOT NULL AND ${which} LIMIT ${PIECE}`);
  return (question) => look.all(question);
}
