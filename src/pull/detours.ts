// What a drain does when its pages do not lead on as they should: learn, start again, or leave a crowded second to itself.
import { formatInstant } from '../events/instant.js';
import type { Page, PageQuery } from '../events/page.js';
import { CollectorError } from '../platform/errors.js';
import { calibrate, FEWEST_ROWS, followsRows, SETTLED_MS, spansAround } from './calibrate.js';
import { addGap, addSpan, type Cursor, createDrain, type Drain, openWindow, type Ways } from './cursor.js';
import { boundsOf, isOneSecond, nextQuery } from './drain.js';
import { type Learnt, waysOf } from './learnt.js';
import { judgeCrowd, measureLimit } from './page-limit.js';
import type { Place } from './places.js';
import type { Reader } from './reader.js';
import { nextSpan, SECOND_MS } from './span.js';
import type { Step } from './step.js';

export interface Detours {
  /** Learns what the cursor means as soon as there are rows enough; a drain at its first page goes on by it. */
  learnFrom(page: Page): Promise<void>;
  /** Notes how long a page is and, where reading by time hangs on it, how long pages can be. */
  measureWith(page: Page): Promise<void>;
  /** Takes the detour that a step asks for, if any. @throws CollectorError UNEXPECTED_RESPONSE where none is left. */
  follow(step: Step | null, page: Page): Promise<void>;
}

/** The detours of one reading of the window at `place`; each kind is taken once. */
export function createDetours(reader: Reader, place: Place): Detours {
  const { session } = reader;
  let contradictions = 0;
  let hasRested = false;
  let hasLearntHere = false;

  const ask = (query: PageQuery) => reader.ask(place.kind, query);
  const learnAt = (page: Page, serverTime: number): Promise<Learnt | null> =>
    calibrate(spansAround(page.events, serverTime), ask);

  const startAgain = (ways: Ways) =>
    session.commit((cursor) => {
      const drain = place.get(cursor);
      return drain === null ? cursor : place.set(cursor, createDrain(drain, ways));
    });

  const learnFrom = async (page: Page) => {
    if (session.learnt !== null || page.events.length < FEWEST_ROWS || !reader.takeCalibration()) return;
    const learnt = await learnAt(page, session.timeOf(page));
    if (learnt === null) return;
    await session.learn(learnt);
    if (place.get(session.cursor)?.pages === 0) await startAgain(waysOf(learnt));
  };

  /** What was learnt is in doubt: it is learnt anew, and the window starts again; after a second time it is read by time. */
  const followContradiction = async (page: Page) => {
    contradictions += 1;
    const before = session.learnt;
    if (contradictions === 1 && before !== null) {
      await session.learn(null);
      await learnFrom(page);
      if (isDiscredited(before, session.learnt))
        await session.commit((cursor) => readAgain(cursor, session.timeOf(page)));
    }
    const ways = waysOf(session.learnt);
    await startAgain(contradictions === 1 ? ways : { ...ways, paging: 'time' });
  };

  /** Ids are out of order: right where the cursor follows rows, whatever their ids; otherwise it passes some of them over. */
  const followDisorder = async (page: Page) => {
    const drain = place.get(session.cursor);
    const { learnt } = session;
    if (drain === null || learnt === null) return followContradiction(page);
    const askAfter = (after: string) => ask({ ...nextQuery(drain), after });
    if (!(await followsRows(page.events, drain.paging === 'inclusive', askAfter)))
      return followContradiction(page);
    await session.learn({ ...learnt, rowwise: true });
  };

  /** A second holds more than reading by time can show: the cursor may lead through it, once its events have settled. */
  const followStuck = async (page: Page, drain: Drain) => {
    if (session.learnt === null && !hasRested) {
      hasRested = true;
      await reader.rest(SETTLED_MS + 1000);
      const learnt = await learnAt(page, session.timeOf(page) + SETTLED_MS + 1000);
      if (learnt !== null) await session.learn(learnt);
      if (waysOf(session.learnt).paging !== 'time') return void (await startAgain(waysOf(session.learnt)));
    }
    const second = nextSpan(drain)?.from ?? drain.from;
    const verdict = await judgeCrowd(reader.pageLimit, second, page.events.length, ask);
    if (verdict === 'whole') return;
    if (verdict === 'unknown')
      return void (await session.commit((cursor) => doubtSecond(cursor, place, drain, page.events.length)));
    if (!isOneSecond(drain))
      return void (await session.commit((cursor) => leaveToItself(cursor, place, drain, session.learnt)));
    if (hasLearntHere) throw unreachableEvents(drain);
    hasLearntHere = true;
    const ways = waysOf(await calibrate([boundsOf(drain)], ask));
    if (ways.paging === 'time') throw unreachableEvents(drain);
    await startAgain(ways);
  };

  return {
    learnFrom,
    async measureWith({ events }) {
      reader.pageLimit.note(events);
      if (place.get(session.cursor)?.paging === 'time')
        await measureLimit(reader.pageLimit, events.length, ask);
    },
    async follow(step, page) {
      if (step?.kind === 'contradicted') await followContradiction(page);
      if (step?.kind === 'disordered') await followDisorder(page);
      if (step?.kind === 'stuck') await followStuck(page, step.drain);
    },
  };
}

/** Whether what was read by an id may have holes: rows turned out to be in another order than their ids. */
function isDiscredited(before: Learnt, after: Learnt | null): boolean {
  const wasById = before.cursor === 'exclusive' || before.cursor === 'inclusive';
  return wasById && !before.rowwise && after?.cursor === 'ignored';
}

function readAgain(cursor: Cursor, now: number): Cursor {
  return addSpan(cursor, { from: cursor.floor, to: cursor.mark, kind: 'gap' }, now);
}

/** The second at the edge becomes a window of its own, which is tried at every pull; the drain goes on beyond it. */
function leaveToItself(cursor: Cursor, place: Place, stuck: Drain, learnt: Learnt | null): Cursor {
  const from = nextSpan(stuck)?.from;
  if (from === undefined) return cursor;
  const isKnown = cursor.windows.some((window) => window.drain.from === from && isOneSecond(window.drain));
  const second = createDrain({ from, to: from + SECOND_MS }, waysOf(learnt));
  const opened = isKnown ? cursor : openWindow(cursor, 'gap', second).cursor;
  return passSecond(
    { ...opened, gaps: opened.gaps.filter((gap) => gap.from !== from || gap.rows === undefined) },
    place,
    stuck,
  );
}

/** Nobody can tell whether the second at the edge holds more: that goes on record until a longer page shows that it does not. */
function doubtSecond(cursor: Cursor, place: Place, stuck: Drain, rows: number): Cursor {
  const from = nextSpan(stuck)?.from;
  if (from === undefined) return cursor;
  const reason = `${rows} events share this second, and Workato has shown no longer page yet: where that is its limit, others are hidden. Narrow the filters if some are missing`;
  return passSecond(addGap(cursor, { from, to: from + SECOND_MS, reason, rows }), place, stuck);
}

function passSecond(cursor: Cursor, place: Place, stuck: Drain): Cursor {
  const drain = place.get(cursor);
  const from = nextSpan(stuck)?.from;
  if (drain === null || from === undefined) return cursor;
  const edge = stuck.direction === 'newest first' ? from : from + SECOND_MS;
  return place.set(cursor, { ...drain, direction: stuck.direction, edge, until: null, cut: 0 });
}

function unreachableEvents(drain: Drain): CollectorError {
  return new CollectorError(
    'UNEXPECTED_RESPONSE',
    `More events share the second ${formatInstant(drain.from)} than one page shows, and Workato's cursor does not lead to the rest.`,
    {
      retryable: false,
      hint: 'All others are read, and this second is tried again at every pull. Narrow the filters of this workspace so that fewer events share a second, and report it to Workato.',
    },
  );
}
