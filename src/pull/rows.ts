// What the rows of a page give away: in which direction they run, and how far they are out of order. All pure.
import type { AuditEvent } from '../events/event.js';
import type { Page } from '../events/page.js';
import type { Direction } from './cursor.js';

/** In which direction rows run: by the times of the first and last that have one, else by their ids; null where neither tells. */
export function directionOf(rows: readonly AuditEvent[]): Direction | null {
  const times = timesOf(rows);
  const byTime = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (byTime !== 0) return byTime < 0 ? 'newest first' : 'oldest first';
  const ids = numericIds(rows);
  const first = ids[0];
  const last = ids.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  return last < first ? 'newest first' : 'oldest first';
}

/** Index of the first row whose id does not go on in the direction of the rows before it; -1 where all do. */
export function findDisorder(rows: readonly AuditEvent[]): number {
  const ids = rows.map(numericId);
  const known = ids.filter((id) => id !== null);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return -1;
  const rising = last > first;
  return ids.findIndex((id, index) => {
    const before = ids[index - 1];
    return id != null && before != null && (rising ? id < before : id > before);
  });
}

const JUMP_ROWS = 5;

/**
 * Index of the first of the last five rows whose id has left out others, among rows whose ids follow one another; −1 where there
 * is none, or where leaving out is usual.
 */
export function findLateJump(rows: readonly AuditEvent[]): number {
  const ids = rows.map(numericId);
  const isStep = ids.map((id, index) => {
    const before = ids[index - 1];
    return id != null && before != null && (id - before === 1n || before - id === 1n);
  });
  const usual = isStep.filter(Boolean).length > rows.length * 0.9;
  return usual
    ? isStep.findIndex((step, index) => !step && index >= rows.length - JUMP_ROWS && index > 0)
    : -1;
}

/**
 * Whether the rows after `index` are other rows than those whose ids lie beyond its id: only then does an answer show
 * whether a cursor follows rows or compares ids.
 */
export function tellsRowsFromIds(rows: readonly AuditEvent[], index: number): boolean {
  const ids = rows.map(numericId);
  const own = ids[index];
  const first = ids[0];
  const last = ids.at(-1);
  if (own == null || first == null || last == null) return false;
  const beyond = (id: bigint | null) => id !== null && (last > first ? id > own : id < own);
  return ids.some((id, at) => at !== index && beyond(id) !== at > index);
}

/** How far, in milliseconds, a later row lies behind an earlier one against `direction`: 0 where times are in order. */
export function measureDisorder(rows: readonly AuditEvent[], direction: Direction): number {
  const sign = direction === 'newest first' ? -1 : 1;
  let furthest = Number.NEGATIVE_INFINITY;
  let worst = 0;
  for (const time of timesOf(rows)) {
    furthest = Math.max(furthest, sign * time);
    worst = Math.max(worst, furthest - sign * time);
  }
  return worst;
}

/** The rows, oldest first: turned round where `order`, or what they give away themselves, says newest first. */
export function oldestFirst(rows: readonly AuditEvent[], order?: Direction | null): readonly AuditEvent[] {
  return (order ?? directionOf(rows)) === 'newest first' ? rows.toReversed() : rows;
}

/** The `Date` of a page; null where there is none, or where it is older than most of what it came with: that clock is behind. */
export function dateOf({ serverTime, events }: Page): number | null {
  if (serverTime === null) return null;
  const later = timesOf(events).filter((time) => time > serverTime).length;
  return later > events.length / 2 ? null : serverTime;
}

/** The readable times of the rows, in their order. */
export function timesOf(rows: readonly AuditEvent[]): number[] {
  const times: number[] = [];
  for (const { time } of rows) if (time !== null) times.push(time);
  return times;
}

function numericIds(rows: readonly AuditEvent[]): bigint[] {
  return rows.flatMap((row) => numericId(row) ?? []);
}

function numericId(row: AuditEvent): bigint | null {
  return row.id !== null && /^\d{1,40}$/.test(row.id) ? BigInt(row.id) : null;
}
