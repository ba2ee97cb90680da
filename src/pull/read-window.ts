// Reading one window to its end: ask, commit, step, again.
import type { Page } from '../events/page.js';
import { type CollectorError, isCollectorError } from '../platform/errors.js';
import type { Ask } from './ask.js';
import { calibrate, FEWEST_ROWS, SETTLED_MS } from './calibrate.js';
import { createDrain, type Ways } from './cursor.js';
import { nextQuery, type Step, takePage } from './drain.js';
import { waysOf } from './learnt.js';
import { createMemory, type Memory } from './memory.js';
import type { Place } from './places.js';
import type { Session } from './session.js';

/** The status of history that is past retention. */
const GONE = 410;

export interface Reader {
  session: Session;
  ask: Ask;
  /** Called after each page that was stored. */
  onPage: (place: Place, page: Page, stored: number) => Promise<void>;
  /** Waits, unless the pause comes first. */
  rest: (ms: number) => Promise<void>;
  /** Leave to calibrate: given once. */
  takeCalibration: () => boolean;
}

/** Reads the window at `place` until it is finished. Its cursor is right at any moment, also when this throws. */
export async function readWindow(reader: Reader, place: Place): Promise<void> {
  const { session } = reader;
  let memory = createMemory();
  let isRereading = false;
  let restarts = 0;
  for (;;) {
    const drain = place.get(session.cursor);
    if (drain === null) return;
    if (drain.pages === 0) memory = createMemory();
    const query = nextQuery(drain);
    if (query === null) {
      await session.commit((cursor) => place.finish(cursor, drain, drain.startedAt ?? cursor.mark));
      return;
    }
    const purpose = isRereading && place.kind === 'tail' ? 'reread' : place.kind;
    const page = await reader.ask(purpose, query).catch(orGone);
    if (page === 'gone') {
      await forget(session, place);
      continue;
    }
    await learnFrom(reader, place, page);
    const taken = await store(session, place, page, memory);
    if (taken.kind === 'contradicted') {
      restarts += 1;
      await restartContradicted(reader, place, page, restarts);
    }
    if (taken.stuck !== null) {
      restarts += 1;
      await restartStuck(reader, place, page, restarts, taken.stuck);
    }
    await reader.onPage(place, page, taken.stored);
    isRereading = taken.stored === 0;
  }
}

function orGone(error: unknown): 'gone' {
  if (isCollectorError(error) && error.status === GONE) return 'gone';
  throw error;
}

async function forget(session: Session, place: Place): Promise<void> {
  await session.commit((cursor) => {
    const drain = place.get(cursor);
    return drain === null ? cursor : place.forget(cursor, drain, session.context.clock.now());
  });
}

/** Learns what the cursor means as soon as there are rows enough; a drain that pages by time goes on as it is. */
async function learnFrom(reader: Reader, place: Place, page: Page): Promise<void> {
  if (reader.session.learnt !== null || page.events.length < FEWEST_ROWS || !reader.takeCalibration()) return;
  await learn(reader, place, page, reader.session.timeOf(page));
}

async function learn(reader: Reader, place: Place, page: Page, serverTime: number): Promise<void> {
  const learnt = await calibrate(page.events, serverTime, (query) => reader.ask(place.kind, query));
  if (learnt !== null) await reader.session.learn(learnt);
}

/** Stores one page with the step that it means for the drain, in one commit; a page that leads nowhere is stored too. */
async function store(
  session: Session,
  place: Place,
  page: Page,
  memory: Memory,
): Promise<{ kind: Step['kind']; stored: number; stuck: CollectorError | null }> {
  const serverTime = session.timeOf(page);
  const rowwise = session.learnt?.rowwise ?? false;
  const options = { rowwise, localTime: serverTime, stepOver: place.kind === 'sweep' };
  const outcome: { kind: Step['kind']; stuck: CollectorError | null } = { kind: 'more', stuck: null };
  const { stored } = await session.commit((cursor) => {
    const drain = place.get(cursor);
    if (drain === null) return cursor;
    try {
      const step = takePage(drain, page, memory, options);
      outcome.kind = step.kind;
      if (step.kind === 'contradicted') return cursor;
      return step.kind === 'done'
        ? place.finish(cursor, step.drain, serverTime)
        : place.set(cursor, step.drain);
    } catch (error) {
      if (!isCollectorError(error)) throw error;
      outcome.stuck = error;
      return cursor;
    }
  }, page);
  return { ...outcome, stored };
}

/** What was learnt is in doubt: it is learnt anew, and the window starts again; after a second time it is read by time. */
async function restartContradicted(
  reader: Reader,
  place: Place,
  page: Page,
  restarts: number,
): Promise<void> {
  const { session } = reader;
  if (restarts === 1) {
    await session.learn(null);
    await learnFrom(reader, place, page);
  }
  const ways = waysOf(session.learnt);
  await startAgain(session, place, restarts === 1 ? ways : { ...ways, paging: 'time' });
}

/** Reading by time has met a second that holds too much: once its events have settled, the cursor may lead through it. */
async function restartStuck(
  reader: Reader,
  place: Place,
  page: Page,
  restarts: number,
  stuck: CollectorError,
): Promise<void> {
  const { session } = reader;
  if (restarts > 1) throw stuck;
  if (session.learnt === null) {
    await reader.rest(SETTLED_MS + 1000);
    await learn(reader, place, page, session.timeOf(page) + SETTLED_MS + 1000);
  }
  const ways = waysOf(session.learnt);
  if (ways.paging === 'time') throw stuck;
  await startAgain(session, place, ways);
}

async function startAgain(session: Session, place: Place, ways: Ways): Promise<void> {
  await session.commit((cursor) => {
    const drain = place.get(cursor);
    return drain === null ? cursor : place.set(cursor, createDrain(drain, ways));
  });
}
