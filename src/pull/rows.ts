// What the rows of a page give away: in which direction they run, and how far they are out of order. All pure.
import type { AuditEvent } from '../events/event.js';
import type { Direction } from './cursor.js';

const DIGITS_OF_SAFE_INTEGERS = 15;

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
  const first = ids.find((id) => id !== null);
  const last = ids.findLast((id) => id !== null);
  if (first == null || last == null) return -1;
  const rising = last > first;
  return ids.findIndex((id, index) => {
    const before = ids[index - 1];
    return id !== null && before != null && (rising ? id < before : id > before);
  });
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
  const beyond = (id: number | bigint | null) => id !== null && (last > first ? id > own : id < own);
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

/** The readable times of the rows, in their order. */
export function timesOf(rows: readonly AuditEvent[]): number[] {
  const times: number[] = [];
  for (const { time } of rows) if (time !== null) times.push(time);
  return times;
}

function numericIds(rows: readonly AuditEvent[]): (number | bigint)[] {
  return rows.map(numericId).filter((id) => id !== null);
}

/** A plain number where that is exact: it compares with a BigInt as it should, and much faster with its like. */
function numericId({ id }: AuditEvent): number | bigint | null {
  if (id === null || !/^\d{1,40}$/.test(id)) return null;
  return id.length <= DIGITS_OF_SAFE_INTEGERS ? Number(id) : BigInt(id);
}
