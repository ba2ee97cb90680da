// Finding out the order of an endpoint's rows and what page[after] means there, with a few requests over a closed past span.
import type { AuditEvent } from '../events/event.js';
import type { Page, PageQuery } from '../events/page.js';
import { isCollectorError } from '../platform/errors.js';
import { MARGIN_MS } from './drain.js';
import type { Learnt } from './learnt.js';
import { PAGE_SIZE } from './page-limit.js';
import { directionOf, findDisorder, tellsRowsFromIds, timesOf } from './rows.js';

/** Fewer rows cannot tell the meanings apart. */
export const FEWEST_ROWS = 3;
/** Younger events may still be joined by others. */
export const SETTLED_MS = 2000;

/**
 * Learns from what `spans`, closed and past, show: from the first in which there is enough to tell. At most five requests; their
 * rows are used for nothing else.
 * @returns null where the rows are too few or too alike to tell.
 */
export async function calibrate(
  spans: readonly PageQuery[],
  ask: (query: PageQuery) => Promise<Page>,
): Promise<Learnt | null> {
  for (const part of spans) {
    const base = (await ask(part)).events;
    const probe = chooseProbe(base);
    if (probe === null) continue;
    const byId = await answerTo(ask, { ...part, after: base[probe]?.id ?? undefined });
    const meaning = meaningOfId(base, probe, byId) ?? (await meaningOfCount(base, probe, part, ask));
    return {
      version: 2,
      order: directionOf(base),
      cursor: meaning,
      rowwise: meaning !== 'ignored' && tellsRowsFromIds(base, probe),
    };
  }
  return null;
}

/** Whether the cursor leads on by rows although the ids of `rows`, which were just read, are out of order. One request. */
export async function followsRows(
  rows: readonly AuditEvent[],
  isInclusive: boolean,
  askAfter: (id: string) => Promise<Page>,
): Promise<boolean> {
  const disorder = findDisorder(rows);
  const id = rows[disorder - 1]?.id;
  if (id == null) return false;
  const { events } = await askAfter(id);
  const own = isInclusive ? 1 : 0;
  return events.length > own && continues(rows, disorder - own, events);
}

/** Where to learn: the neighbourhood of `rows`, which were just read. None where they are too few or too young. */
export function spansAround(rows: readonly AuditEvent[], serverTime: number): readonly PageQuery[] {
  const span = closedSpan(rows, serverTime);
  return span === null ? [] : [span, ...laterPart(span, rows)];
}

function closedSpan(rows: readonly AuditEvent[], serverTime: number): PageQuery | null {
  const settled = serverTime - SETTLED_MS;
  const past = rows.filter((row) => row.time === null || row.time < settled);
  if (past.length < FEWEST_ROWS) return null;
  const times = timesOf(past);
  const to = times.length === 0 ? settled : Math.min(settled, Math.max(...times) + MARGIN_MS);
  return { from: times.length === 0 ? undefined : Math.min(...times) - MARGIN_MS, to, size: PAGE_SIZE };
}

/** Where every id equals its row's number (a young workspace), only a span that begins later tells an id from an offset. */
function laterPart(span: PageQuery, rows: readonly AuditEvent[]): PageQuery[] {
  const times = [...new Set(timesOf(rows))].sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 3)];
  return middle === undefined || middle === times[0] ? [] : [{ ...span, from: middle + MARGIN_MS }];
}

/** A middle row to ask after, if possible beside ids that are out of order; its id must not be mistakable for a row number. */
function chooseProbe(base: readonly AuditEvent[]): number | null {
  const usable = (index: number) => {
    const id = base[index]?.id;
    return (
      id != null && index >= 1 && index <= base.length - 2 && id !== String(index) && id !== String(index + 1)
    );
  };
  const middle = Math.floor(base.length / 2);
  const disorder = findDisorder(base);
  const candidates = [disorder, disorder - 1, middle, middle - 1, middle + 1, 1, base.length - 2];
  return candidates.find(usable) ?? null;
}

/** An endpoint that refuses a cursor has answered too: it cannot be used. */
async function answerTo(
  ask: (query: PageQuery) => Promise<Page>,
  query: PageQuery,
): Promise<readonly AuditEvent[]> {
  try {
    return (await ask(query)).events;
  } catch (error) {
    if (isCollectorError(error, 'UNEXPECTED_RESPONSE')) return [];
    throw error;
  }
}

function meaningOfId(
  base: readonly AuditEvent[],
  probe: number,
  answer: readonly AuditEvent[],
): Learnt['cursor'] | null {
  if (continues(base, probe + 1, answer)) return 'exclusive';
  if (continues(base, probe, answer)) return 'inclusive';
  return continues(base, 0, answer) ? 'ignored' : null;
}

async function meaningOfCount(
  base: readonly AuditEvent[],
  probe: number,
  span: PageQuery,
  ask: (query: PageQuery) => Promise<Page>,
): Promise<Learnt['cursor']> {
  const answer = await answerTo(ask, { ...span, after: String(probe) });
  return continues(base, probe, answer) ? 'offset' : 'ignored';
}

/** Whether `answer` is what follows in `base` from `start` on. */
function continues(base: readonly AuditEvent[], start: number, answer: readonly AuditEvent[]): boolean {
  const expected = base.slice(start, start + answer.length);
  return (
    answer.length > 0 && expected.length > 0 && expected.every((row, index) => row.key === answer[index]?.key)
  );
}
