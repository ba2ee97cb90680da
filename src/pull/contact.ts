// The first contact with a workspace: what time it is there, which workspace it is, and how its cursor works.
import type { Page } from '../events/page.js';
import type { WorkspaceEntry } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import type { Ask } from './ask.js';
import { calibrate, FEWEST_ROWS, spansAround } from './calibrate.js';
import type { PullContext } from './context.js';
import { createCursor } from './cursor.js';
import { PAGE_SIZE } from './drain.js';
import { parseLearnt } from './learnt.js';
import { directionOf, timesOf } from './rows.js';
import { Session, serverTimeOf } from './session.js';
import { widthFor } from './windows.js';

/** Asks one page without bounds, whose events are not stored, and leaves the first cursor in the journal. */
export async function makeContact(context: PullContext, entry: WorkspaceEntry, ask: Ask): Promise<Session> {
  const { settings, clock, journal } = context;
  const page = await ask('tail', { size: PAGE_SIZE });
  const serverTime = contactTime(page, clock);
  const fresh = createCursor({
    fingerprint: settings.fingerprint,
    backfillStartTime: settings.backfillStartTime,
    serverTime,
    now: clock.now(),
    lookbackMs: settings.lookbackMs,
    sweepDueAt: clock.now() + settings.sweepIntervalMs,
  });
  const cursor = { ...fresh, windowMs: widthFor(page.events) };
  const learnt = parseLearnt(await journal.learnt(settings.endpoint));
  const session = new Session(context, entry, cursor, learnt);
  await session.commit((current) => current, { ...page, events: [] });
  if (learnt === null && page.events.length >= FEWEST_ROWS) {
    const found = await calibrate(spansAround(page.events, serverTime), (query) => ask('tail', query));
    if (found !== null) await session.learn(found);
  }
  return session;
}

/** Without a `Date`, a server whose clock is behind ours is given away by its newest event. */
function contactTime(page: Page, clock: Clock): number {
  const time = serverTimeOf(page, clock);
  const newest = Math.max(...timesOf(page.events));
  const showsNewest = page.serverTime === null && directionOf(page.events) === 'newest first';
  return showsNewest ? Math.min(time, newest + 1000) : time;
}
