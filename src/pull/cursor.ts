// Where pulling a workspace stands, as plain data: what is stored with the events that it covers, in one transaction.
import { z } from 'zod';
import { CollectorError } from '../platform/errors.js';

/** How pages of a drain follow one another: by a meaning of `page[after]` (learnt.ts), or by asking for a narrower time. */
const Paging = z.enum(['exclusive', 'inclusive', 'offset', 'time']);
const Direction = z.enum(['newest first', 'oldest first']);

/**
 * One window being read. A drain that breaks resumes at its own page. Times are epoch milliseconds.
 *
 * `after` and `rows` are the two readings of `page[after]`: the last id seen, and how many rows were seen. `edge` is how far
 * reading has come in event time. `newest` is the newest event time that may move the mark. `overlap` says how many rows the
 * next page is asked to repeat. `until` is how far from the edge the next page by time reaches; null: over all that is left.
 * `cut` counts the ways in which a single second was asked for. `startedAt` is the time at the first page: the server's or,
 * where that is not dated, our own.
 * What older versions kept besides is dropped.
 */
const Drain = z.object({
  from: z.number(),
  to: z.number().nullable(),
  paging: Paging,
  direction: Direction.nullable(),
  after: z.string().nullable(),
  rows: z.number(),
  edge: z.number().nullable(),
  newest: z.number().nullable(),
  until: z.number().nullable().default(null),
  cut: z.number().default(0),
  overlap: z.number(),
  pages: z.number(),
  startedAt: z.number().nullable(),
  isDated: z.boolean().default(true),
});

/** A stretch of history that still has to be cut into windows. `asked` spans were ordered by a person. */
const Span = z.strictObject({ from: z.number(), to: z.number(), kind: z.enum(['backfill', 'gap', 'asked']) });

/** `rows`: of a second that may hold more than its page has shown, how many were shown. */
const Gap = z.strictObject({
  from: z.number(),
  to: z.number(),
  reason: z.string(),
  rows: z.number().optional(),
});

/** A closed window in progress; one that was a tail is told apart, because few of those are allowed. */
const Window = z.strictObject({
  id: z.number(),
  kind: z.enum(['backfill', 'gap', 'asked', 'tail']),
  drain: Drain,
});

const Cursor = z.strictObject({
  version: z.literal(1),
  /** Of endpoint and filters; where it changes, windows in progress start again. */
  fingerprint: z.string(),
  /** Nothing older is wanted. */
  floor: z.number(),
  /** The high-water mark: each tail starts at max(floor, mark − lookback). */
  mark: z.number(),
  tail: Drain.nullable(),
  windows: z.array(Window),
  spans: z.array(Span),
  /** Width of the next window that is cut from a span. */
  windowMs: z.number(),
  /** Windows opened so far: the next one's id. */
  windowsOpened: z.number(),
  /** Of all history that was ever asked for and is not read yet, while some is left. */
  backfill: z.strictObject({ startedAt: z.number(), totalMs: z.number() }).nullable(),
  sweep: z.strictObject({
    dueAt: z.number(),
    drain: Drain.nullable(),
    found: z.number(),
    last: z.strictObject({ finishedAt: z.number(), found: z.number() }).nullable(),
  }),
  /** Event time over which finished tails have read: an event first seen in here later was late. */
  covered: z.strictObject({ from: z.number(), to: z.number() }).nullable(),
  lastTail: z.strictObject({ finishedAt: z.number(), intervalMs: z.number().nullable() }).nullable(),
  gaps: z.array(Gap),
});

export type Drain = z.infer<typeof Drain>;
export type Direction = z.infer<typeof Direction>;
export type Span = z.infer<typeof Span>;
export type Window = z.infer<typeof Window>;
export type Cursor = z.infer<typeof Cursor>;

const DAY_MS = 86_400_000;
const MOST_GAPS = 50;

/**
 * The cursor of a workspace at its first contact, `serverTime` being that of the first answer and `now` our own. The mark begins
 * at the earlier of the two: no event vouches for it, and in the future it would hide what happens until then. So does the floor, but a
 * clock of ours that is far behind does not bring in more than a day of history that nobody asked for.
 */
export function createCursor(options: {
  fingerprint: string;
  backfillStartTime: number | null;
  serverTime: number;
  now: number;
  lookbackMs: number;
  sweepDueAt: number;
}): Cursor {
  const mark = Math.min(options.serverTime, options.now);
  const floor = options.backfillStartTime ?? Math.max(mark, options.serverTime - DAY_MS);
  const cursor: Cursor = {
    version: 1,
    fingerprint: options.fingerprint,
    floor,
    mark,
    tail: null,
    windows: [],
    spans: [],
    windowMs: DAY_MS,
    windowsOpened: 0,
    backfill: null,
    sweep: { dueAt: options.sweepDueAt, drain: null, found: 0, last: null },
    covered: null,
    lastTail: null,
    gaps: [],
  };
  return addSpan(
    cursor,
    { from: floor, to: mark - options.lookbackMs, kind: 'backfill' },
    options.serverTime,
  );
}

/** How a drain is to page, and in which direction its rows are known to run. */
export type Ways = Pick<Drain, 'paging' | 'direction'>;

/** A drain of `[from, to)` that has read nothing yet. */
export function createDrain(window: { from: number; to: number | null }, how: Ways): Drain {
  return {
    from: window.from,
    to: window.to,
    paging: how.paging,
    direction: how.direction,
    after: null,
    rows: 0,
    edge: null,
    newest: null,
    until: null,
    cut: 0,
    overlap: 0,
    pages: 0,
    startedAt: null,
    isDated: true,
  };
}

/** `cursor` with one more stretch of history to read; none where it is empty. */
export function addSpan(cursor: Cursor, span: Span, now: number): Cursor {
  if (span.to <= span.from) return cursor;
  const before = cursor.backfill ?? { startedAt: now, totalMs: 0 };
  return {
    ...cursor,
    spans: [...cursor.spans, span],
    backfill: { ...before, totalMs: before.totalMs + span.to - span.from },
  };
}

/** `cursor` with one more window in progress. */
export function openWindow(
  cursor: Cursor,
  kind: Window['kind'],
  drain: Drain,
): { cursor: Cursor; id: number } {
  const id = cursor.windowsOpened;
  return {
    cursor: { ...cursor, windowsOpened: id + 1, windows: [...cursor.windows, { id, kind, drain }] },
    id,
  };
}

/** `cursor` with one more gap on record, joined to the one before where they meet. */
export function addGap(cursor: Cursor, gap: z.infer<typeof Gap>): Cursor {
  const meets = (other: typeof gap) =>
    other.reason === gap.reason && other.to >= gap.from && other.from <= gap.to;
  const met = cursor.gaps.find(meets);
  const joined = met ? { ...gap, from: Math.min(met.from, gap.from), to: Math.max(met.to, gap.to) } : gap;
  return { ...cursor, gaps: [...cursor.gaps.filter((other) => other !== met), joined].slice(-MOST_GAPS) };
}

/** `cursor` without the doubts that a longer page has settled. */
export function settleDoubts(cursor: Cursor, mayHaveCut: (rows: number) => boolean): Cursor {
  const isOpen = ({ rows }: z.infer<typeof Gap>) => rows === undefined || mayHaveCut(rows);
  return cursor.gaps.every(isOpen) ? cursor : { ...cursor, gaps: cursor.gaps.filter(isOpen) };
}

/**
 * Reads a cursor back from the journal.
 * @throws CollectorError JOURNAL_CORRUPT where it is not a cursor of this version.
 */
export function parseCursor(json: unknown): Cursor {
  const result = Cursor.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new CollectorError(
    'JOURNAL_CORRUPT',
    `The journal holds a cursor that this version cannot read (${issue?.path.join('.') || 'whole'}: ${issue?.message}).`,
    { hint: 'Use the version that wrote the journal, or a newer one; or restore the journal from a backup.' },
  );
}
