// Reading one window to its end: ask, commit, step, again.
import type { Page } from '../events/page.js';
import { isCollectorError } from '../platform/errors.js';
import { settleDoubts } from './cursor.js';
import { createDetours } from './detours.js';
import { nextQuery, takePage } from './drain.js';
import { createMemory, type Memory } from './memory.js';
import type { Place } from './places.js';
import type { Reader } from './reader.js';
import type { Session } from './session.js';
import type { Step } from './step.js';

/** The status of history that is past retention. */
const GONE = 410;

/** Reads the window at `place` until it is finished. Its cursor is right at any moment, also when this throws. */
export async function readWindow(reader: Reader, place: Place): Promise<void> {
  const { session } = reader;
  const detours = createDetours(reader, place);
  let memory = createMemory();
  let isRereading = false;
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
    await detours.learnFrom(page);
    await detours.measureWith(page);
    const { step, stored } = await store(reader, place, page, memory);
    await detours.follow(step, page);
    await reader.onPage(place, page, stored);
    isRereading = stored === 0;
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

/** Stores one page with the step that it means for the drain, in one commit; a page that leads nowhere is stored too. */
async function store(
  { session, pageLimit }: Reader,
  place: Place,
  page: Page,
  memory: Memory,
): Promise<{ step: Step | null; stored: number }> {
  const serverTime = session.timeOf(page);
  const options = { learnt: session.learnt, pageTime: serverTime, pageLimit };
  const taken: { step: Step | null; error: unknown } = { step: null, error: null };
  const { stored } = await session.commit((before) => {
    const cursor = settleDoubts(before, pageLimit.mayHaveCut);
    const drain = place.get(cursor);
    if (drain === null) return cursor;
    try {
      const step = takePage(drain, page, memory, options);
      taken.step = step;
      if (step.kind === 'done') return place.finish(cursor, step.drain, serverTime);
      return step.kind === 'more' ? place.set(cursor, step.drain) : cursor;
    } catch (error) {
      taken.error = error;
      return cursor;
    }
  }, page);
  if (taken.error !== null) throw taken.error;
  return { step: taken.step, stored };
}
