// Which rows one request gets: pure, and without walking through those that it does not get.
import type { Behaviour } from './behaviour.js';
import { isSystemEvent, kindOf } from './catalogue.js';
import type { History } from './history.js';
import { createLine, type Line } from './line.js';
import { personOf } from './people.js';
import type { Query } from './query.js';
import { chance, mix } from './seeded.js';

/** What a request gets: the numbers of its events in their order, or a refusal of its cursor. */
export type Rows = { numbers: readonly number[]; total: number | null } | { problem: string };

const DAY_MS = 86_400_000;
const PURPOSE_SHORT = 50;
const PURPOSE_SHORTNESS = 51;

/** What stays the same through one request. */
interface Search {
  history: History;
  behaviour: Behaviour;
  query: Query;
  line: Line;
  accepts: (number: number) => boolean;
  size: number;
}

/** Reads `history` as it stands at `now`. */
export function selectRows(history: History, behaviour: Behaviour, query: Query, now: number): Rows {
  const { from, to } = timeRange(behaviour, query, now);
  const { seed } = history.options;
  const { filter } = query;
  const accepts = (number: number) => {
    if (number >= history.count) return false;
    const time = history.timeOf(number);
    if (!(time >= from && time < to && history.visibleAt(number) <= now)) return false;
    if (filter === null) return true;
    const userId = isSystemEvent(seed, number) ? null : personOf(seed, number).id;
    return filter(kindOf(seed, number), userId);
  };
  const line = createLine(
    history,
    behaviour,
    { from, to },
    filter === null ? history.settledPosition(now) : 0,
  );
  const size = Math.min(query.size, behaviour.pageCap);
  const search = { history, behaviour, query, line, accepts, size };
  const numbers = readPage(search);
  if (numbers === null) return { problem: 'Invalid page[after]' };
  return { numbers, total: behaviour.total === 'matches' ? line.count(accepts) : null };
}

/** The half-open range of event times, milliseconds, that the bounds amount to. */
function timeRange(behaviour: Behaviour, query: Query, now: number): { from: number; to: number } {
  const unit = behaviour.precision === 'second' ? 1000 : 1;
  const after = (bound: number, wanted: boolean) => (Math.floor(bound / unit) + (wanted ? 1 : 0)) * unit;
  const oldest = now - behaviour.retentionDays * DAY_MS;
  const from = query.from === null ? oldest : after(query.from, behaviour.fromBound === 'exclusive');
  const to =
    query.to === null ? Number.POSITIVE_INFINITY : after(query.to, behaviour.toBound === 'inclusive');
  return { from: Math.max(from, oldest), to };
}

/** Null: the cursor is refused. */
function readPage(search: Search): readonly number[] | null {
  const { behaviour, query, line } = search;
  const { after } = query;
  if (after === null || after === '' || behaviour.cursor === 'ignored') return take(search, line.start);
  if (behaviour.cursor === 'alternating') return alternate(search, after);
  if (!/^\d{1,40}$/.test(after)) return refuse(search);
  if (behaviour.cursor === 'offset') return take(search, line.skip(Number(after), search.accepts));
  return behaviour.cursorBy === 'row' ? afterRow(search, BigInt(after)) : afterId(search, BigInt(after));
}

function alternate(search: Search, after: string): readonly number[] {
  const first = take(search, search.line.start);
  const last = first.at(-1);
  if (last === undefined || search.history.idOf(last) !== after) return first;
  return take(search, search.line.placeOf(last) + search.line.step);
}

function refuse(search: Search): readonly number[] | null {
  const { badCursor } = search.behaviour;
  if (badCursor === 'bad-request') return null;
  return badCursor === 'empty' ? [] : take(search, search.line.start);
}

function afterRow(search: Search, id: bigint): readonly number[] | null {
  const { ids, count } = search.history;
  const rank = ids.rankNotBelow(id);
  const number = rank < count + ids.blockSize ? ids.numberAt(rank) : count;
  if (number >= count || ids.idAt(rank) !== id) return refuse(search);
  const inclusive = search.behaviour.cursor === 'inclusive';
  return take(search, search.line.placeOf(number) + (inclusive ? 0 : search.line.step));
}

function afterId(search: Search, id: bigint): readonly number[] {
  const { ids } = search.history;
  const { line, accepts, behaviour } = search;
  const inclusive = behaviour.cursor === 'inclusive';
  const rank = ids.rankNotBelow(id);
  const known = ids.idAt(rank) === id;
  if (line.step > 0) {
    const lowest = known && !inclusive ? rank + 1 : rank;
    return take(
      { ...search, accepts: (number) => ids.rankOf(number) >= lowest && accepts(number) },
      line.placeFromRank(lowest),
    );
  }
  const highest = known && inclusive ? rank : rank - 1;
  return take(
    { ...search, accepts: (number) => ids.rankOf(number) <= highest && accepts(number) },
    line.placeFromRank(highest),
  );
}

/** The page that begins at `place`: short although more follows, where that is switched on. */
function take({ history, behaviour, line, accepts, size }: Search, place: number): readonly number[] {
  const numbers = line.take(place, size, accepts);
  const first = numbers[0];
  if (behaviour.shortPages === 0 || first === undefined || size < 2) return numbers;
  const { seed } = history.options;
  const last = numbers.at(-1) ?? first;
  const more = line.take(line.placeOf(last) + line.step, 1, accepts).length > 0;
  if (!more || chance(seed, first, PURPOSE_SHORT) >= behaviour.shortPages) return numbers;
  return numbers.slice(0, 1 + (mix(seed, first, PURPOSE_SHORTNESS) % (size - 1)));
}
