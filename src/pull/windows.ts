// Closed windows: cut from spans of history, split where they are long, sized by what the last one held. Pure.
import type { AuditEvent } from '../events/event.js';
import { addGap, type Cursor, createDrain, type Drain, openWindow, type Window } from './cursor.js';
import { estimatePagesLeft } from './edge.js';
import { type Learnt, waysOf } from './learnt.js';
import { PAGE_SIZE } from './page-limit.js';
import { timesOf } from './rows.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 86_400_000;
/** A window is cut so that it holds about so many pages. */
export const PAGES_PER_WINDOW = 40;
const NARROWEST_MS = MINUTE_MS;
/** Fewer pages than this are not worth a window of their own. */
const WORTH_SPLITTING = 20;

/** How wide a window should be that holds events as dense as `rows`, a page of them. */
export function widthFor(rows: readonly AuditEvent[]): number {
  const times = timesOf(rows);
  if (times.length < 2) return YEAR_MS;
  const perRowMs = (Math.max(...times) - Math.min(...times)) / times.length;
  return Math.max(NARROWEST_MS, Math.min(YEAR_MS, perRowMs * PAGE_SIZE * PAGES_PER_WINDOW));
}

/** The next window for a free lane, oldest first: one left over, else one cut from a span, else half of a long one. */
export function claimWindow(
  cursor: Cursor,
  claimed: ReadonlySet<number>,
  learnt: Learnt | null,
  mayWiden: boolean,
): { cursor: Cursor; id: number } | null {
  const left = cursor.windows
    .filter((window) => !claimed.has(window.id))
    .sort((a, b) => a.drain.from - b.drain.from)[0];
  if (left !== undefined) return { cursor, id: left.id };
  return cutFromSpan(cursor, learnt) ?? (mayWiden ? splitLongest(cursor, learnt) : null);
}

function cutFromSpan(cursor: Cursor, learnt: Learnt | null): { cursor: Cursor; id: number } | null {
  const span = cursor.spans.toSorted((a, b) => rank(a.kind) - rank(b.kind) || a.from - b.from)[0];
  if (span === undefined) return null;
  const to = Math.min(span.to, span.from + cursor.windowMs);
  const rest = to < span.to ? [{ ...span, from: to }] : [];
  const spans = [...cursor.spans.filter((other) => other !== span), ...rest];
  return openWindow({ ...cursor, spans }, span.kind, createDrain({ from: span.from, to }, waysOf(learnt)));
}

/** What a person waits for comes first, then what was missed, then history. */
function rank(kind: Window['kind']): number {
  return ['asked', 'gap', 'backfill'].indexOf(kind);
}

/**
 * Gives the far half of the longest window away. What is left keeps its cursor: rows leave only behind where it stands. A count
 * of rows would not survive it: where rows are not in the order of their times, some that were counted leave too; and the row
 * itself at which a cursor stands that follows rows.
 */
function splitLongest(cursor: Cursor, learnt: Learnt | null): { cursor: Cursor; id: number } | null {
  const pagesLeft = (window: Window) => estimatePagesLeft(window.drain, window.drain.to ?? 0);
  const divisible = cursor.windows.filter(
    ({ drain: { paging } }) => paging === 'time' || (paging !== 'offset' && !learnt?.rowwise),
  );
  const longest = divisible.sort((a, b) => pagesLeft(b) - pagesLeft(a))[0];
  if (longest === undefined || pagesLeft(longest) < WORTH_SPLITTING) return null;
  const { from, to, edge, direction, paging } = longest.drain;
  if (to === null || edge === null || direction === null) return null;
  const newestFirst = direction === 'newest first';
  const middle = Math.floor((newestFirst ? from + edge : edge + to) / 2000) * 1000;
  if (middle <= from || middle >= to) return null;
  const near = newestFirst ? { from: middle } : { to: middle };
  const far = newestFirst ? { from, to: middle } : { from: middle, to };
  const windows = cursor.windows.map((window) =>
    window === longest ? { ...window, drain: { ...window.drain, ...near } } : window,
  );
  return openWindow({ ...cursor, windows }, longest.kind, createDrain(far, { paging, direction }));
}

/** Books a finished window and sizes the next one after it. */
export function finishWindow(cursor: Cursor, id: number, drain: Drain, serverTime: number): Cursor {
  const widthMs = (drain.to ?? drain.from) - drain.from;
  const factor = Math.min(8, Math.max(1 / 8, PAGES_PER_WINDOW / Math.max(1, drain.pages)));
  const windowMs = Math.max(NARROWEST_MS, Math.min(YEAR_MS, widthMs * factor));
  const next = { ...withoutWindow(cursor, id), windowMs };
  return settle(drain.rows === 0 ? noteRetention(next, drain, serverTime) : next);
}

/** History that Workato no longer shows looks like history in which nothing happened: it goes on record. */
function noteRetention(cursor: Cursor, drain: Drain, serverTime: number): Cursor {
  const to = Math.min(drain.to ?? drain.from, serverTime - YEAR_MS);
  if (to <= drain.from) return cursor;
  return addGap(cursor, {
    from: drain.from,
    to,
    reason: 'nothing shown, and older than the year that Workato keeps by default',
  });
}

function settle(cursor: Cursor): Cursor {
  const isDone = cursor.windows.length === 0 && cursor.spans.length === 0;
  if (!isDone) return cursor;
  const covered =
    cursor.covered === null ? null : { ...cursor.covered, from: Math.min(cursor.covered.from, cursor.floor) };
  return { ...cursor, covered, backfill: null };
}

/**
 * Takes an answer into account that says that what the window begins with is gone for good (410). What is older is gone too.
 * The window and what follows it is halved, the newer half first, until the edge is known to an hour.
 */
export function forgetGone(cursor: Cursor, id: number, drain: Drain, learnt: Learnt | null): Cursor {
  const next = cursor.spans.find((span) => span.from === drain.to);
  const to = next?.to ?? drain.to ?? drain.from;
  const isEdge = to - drain.from <= HOUR_MS;
  const others = dropGone(
    { ...cursor, spans: cursor.spans.filter((span) => span !== next) },
    isEdge ? to : drain.from,
  );
  if (isEdge) return settle(withoutWindow(noteGone(others, drain.from, to), id));
  const middle = Math.floor((drain.from + to) / 2);
  const newer = createDrain({ from: middle, to }, waysOf(learnt));
  return {
    ...others,
    spans: [...others.spans, { from: drain.from, to: middle, kind: next?.kind ?? 'gap' }],
    windows: others.windows.map((window) => (window.id === id ? { ...window, drain: newer } : window)),
  };
}

function dropGone(cursor: Cursor, goneTo: number): Cursor {
  const spans = cursor.spans.filter((span) => span.to <= goneTo);
  const windows = cursor.windows.filter(({ drain }) => drain.to !== null && drain.to <= goneTo);
  const rest = {
    ...cursor,
    spans: cursor.spans.filter((span) => !spans.includes(span)),
    windows: cursor.windows.filter((window) => !windows.includes(window)),
  };
  const gone = [...spans, ...windows.map(({ drain }) => ({ from: drain.from, to: drain.to ?? drain.from }))];
  return gone.reduce((noted, { from, to }) => noteGone(noted, from, to), rest);
}

function noteGone(cursor: Cursor, from: number, to: number): Cursor {
  return addGap(cursor, { from, to, reason: 'Workato says that it is gone' });
}

function withoutWindow(cursor: Cursor, id: number): Cursor {
  return { ...cursor, windows: cursor.windows.filter((window) => window.id !== id) };
}
