// The rows of a history in the order in which they are shown: a line of places to start at and to step along.
import type { Behaviour } from './behaviour.js';
import { chanceOrder } from './chance-order.js';
import type { History } from './history.js';

type Accepts = (number: number) => boolean;

/** Rows in the order of time, of ids, or of neither. */
export interface Line {
  /** 1: oldest (lowest id) first; -1: newest first. */
  step: 1 | -1;
  /** Where the first row of the range may stand. */
  start: number;
  placeOf(number: number): number;
  /** A place from which on every row with this rank, or beyond it in the direction of the line, is met. */
  placeFromRank(rank: number): number;
  /** At most `size` accepted rows, from `place` on. */
  take(place: number, size: number, accepts: Accepts): number[];
  /** The place behind the first `rows` accepted rows. */
  skip(rows: number, accepts: Accepts): number;
  count(accepts: Accepts): number;
}

/** Where rows stand. The places `[first, end)` hold the range; the first `known` of them are all accepted. */
interface Axis {
  first: number;
  end: number;
  known: number;
  numberAt(place: number): number;
  placeOf(number: number): number;
  placeFromRank(rank: number): number;
}

/**
 * The line through the events of `[from, to)`. Rows at positions before `settled` are all accepted, so that they can be counted
 * without looking at them.
 */
export function createLine(
  history: History,
  { order, orderBy }: Pick<Behaviour, 'order' | 'orderBy'>,
  { from, to }: { from: number; to: number },
  settled: number,
): Line {
  const step = order === 'asc' ? 1 : -1;
  const axis =
    orderBy === 'chance'
      ? chanceAxis(history, step)
      : orderBy === 'time' || history.idsFollowTime
        ? timeAxis(history, step, from, to, settled)
        : idAxis(history, from, to);
  const { first, end, known } = axis;
  return {
    step,
    start: step > 0 ? first : end - 1,
    placeOf: axis.placeOf,
    placeFromRank: axis.placeFromRank,
    take: (place, size, accepts) => {
      const numbers: number[] = [];
      walk(step > 0 ? Math.max(place, first) : Math.min(place, end - 1), (number) => {
        if (accepts(number)) numbers.push(number);
        return numbers.length < size;
      });
      return numbers;
    },
    skip: (rows, accepts) => {
      if (step > 0 && rows <= known) return first + rows;
      let left = step > 0 ? rows - known : rows;
      const place = walk(step > 0 ? first + known : end - 1, (number, at) => {
        if (step < 0 && at < first + known) return false;
        if (left > 0 && accepts(number)) left -= 1;
        else if (left === 0) return false;
        return true;
      });
      return step < 0 ? place - left : place;
    },
    count: (accepts) => {
      let count = known;
      for (let place = first + known; place < end; place += 1) if (accepts(axis.numberAt(place))) count += 1;
      return count;
    },
  };

  /** Steps along the line as long as `goOn` says so; the place where it stopped. */
  function walk(start: number, goOn: (number: number, place: number) => boolean): number {
    let place = start;
    while (place >= first && place < end && goOn(axis.numberAt(place), place)) place += step;
    return place;
  }
}

function timeAxis(history: History, step: 1 | -1, from: number, to: number, settled: number): Axis {
  const first = history.positionNotBefore(from);
  const end = Math.max(first, history.positionNotBefore(to));
  return {
    first,
    end,
    known: Math.max(0, Math.min(end, settled) - first),
    numberAt: (position) => history.numberAtPosition(position),
    placeOf: (number) => history.positionOf(number),
    placeFromRank: (rank) => {
      if (history.idsFollowTime) return rank;
      const { earliest, latest } = history.timesBeyond(rank, step);
      return step > 0 ? history.positionNotBefore(earliest) : history.positionNotBefore(latest + 1) - 1;
    },
  };
}

/** All events: the range is as good as anywhere among them. */
function chanceAxis(history: History, step: 1 | -1): Axis {
  const { numbers, places } = chanceOrder(history);
  return {
    first: 0,
    end: history.count,
    known: 0,
    numberAt: (place) => numbers[place] ?? -1,
    placeOf: (number) => places[number] ?? -1,
    placeFromRank: () => (step > 0 ? 0 : history.count - 1),
  };
}

function idAxis(history: History, from: number, to: number): Axis {
  const { first, end } = history.numbersBetween(from, to);
  return {
    first,
    end,
    known: 0,
    numberAt: (rank) => history.ids.numberAt(rank),
    placeOf: (number) => history.ids.rankOf(number),
    placeFromRank: (rank) => rank,
  };
}
