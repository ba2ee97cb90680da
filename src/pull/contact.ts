// The first contact with a workspace: what time it is there, which workspace it is, and how its cursor works.
import type { Page, PageQuery } from '../events/page.js';
import type { WorkspaceEntry } from '../journal/journal-data.js';
import type { Ask } from './ask.js';
import { calibrate, FEWEST_ROWS, spansAround } from './calibrate.js';
import type { PullContext, PullSettings } from './context.js';
import { createCursor } from './cursor.js';
import { parseLearnt } from './learnt.js';
import { PAGE_SIZE } from './page-limit.js';
import { dateOf, directionOf, measureDisorder, timesOf } from './rows.js';
import { Session, serverTimeOf } from './session.js';
import { secondOf } from './span.js';
import { widthFor } from './windows.js';

const YEAR_MS = 365 * 86_400_000;

/** Asks one page without bounds, whose events are not stored, and leaves the first cursor in the journal. */
export async function makeContact(context: PullContext, entry: WorkspaceEntry, ask: Ask): Promise<Session> {
  const { settings, clock, journal } = context;
  const page = await ask('tail', { size: PAGE_SIZE });
  const serverTime =
    dateOf(page) ??
    (await findNewest(page, serverTimeOf(page, clock), settings, (query) => ask('tail', query)));
  const fresh = createCursor({
    fingerprint: settings.fingerprint,
    backfillStartTime: settings.backfillStartTime,
    serverTime,
    now: secondOf(clock.now()),
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

/**
 * Without a `Date` our clock, which may be ahead, is no witness: what is new begins behind the newest event that there is. It is
 * looked for between the newest of `page` and `now`, to the lookback. Where there is none yet, whatever comes is new.
 */
async function findNewest(
  page: Page,
  now: number,
  { lookbackMs }: Pick<PullSettings, 'lookbackMs'>,
  ask: (query: PageQuery) => Promise<Page>,
): Promise<number> {
  let newest = Math.max(...timesOf(page.events));
  if (!Number.isFinite(newest)) return now - YEAR_MS;
  let empty =
    directionOf(page.events) === 'newest first' && measureDisorder(page.events, 'newest first') === 0
      ? newest
      : now;
  while (empty - newest > lookbackMs) {
    const from = Math.floor((newest + empty) / 2);
    const times = timesOf((await ask({ from, size: PAGE_SIZE })).events);
    if (times.length === 0) empty = from;
    newest = Math.max(newest, ...times);
  }
  return Math.min(now, newest + 1000);
}
