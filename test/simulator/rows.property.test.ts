import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Behaviour, defaultBehaviour } from '../../src/simulator/behaviour.js';
import { isSystemEvent, kindOf } from '../../src/simulator/catalogue.js';
import { chanceOrder } from '../../src/simulator/chance-order.js';
import { History } from '../../src/simulator/history.js';
import { defaultHistory } from '../../src/simulator/history-options.js';
import { personOf } from '../../src/simulator/people.js';
import { type Query, readQuery } from '../../src/simulator/query.js';
import { selectRows } from '../../src/simulator/rows.js';

const NOW = Date.UTC(2026, 0, 14, 12);
const MINUTE = 60_000;

/** The rows of a request, the slow and obvious way. */
function slowly(history: History, behaviour: Behaviour, query: Query, now: number): readonly number[] {
  const unit = behaviour.precision === 'second' ? 1000 : 1;
  const floor = (time: number) => Math.floor(time / unit);
  const isShown = (number: number) => {
    const time = floor(history.timeOf(number));
    const from = query.from === null ? null : floor(query.from);
    const to = query.to === null ? null : floor(query.to);
    return (
      history.visibleAt(number) <= now &&
      history.timeOf(number) >= now - behaviour.retentionDays * 86_400_000 &&
      (from === null || time > from || (time === from && behaviour.fromBound === 'inclusive')) &&
      (to === null || time < to || (time === to && behaviour.toBound === 'inclusive')) &&
      (query.filter?.(kindOf(history.options.seed, number), userOf(history, number)) ?? true)
    );
  };
  const rank = (number: number) => history.ids.rankOf(number);
  const all = Array.from({ length: history.count }, (_, position) => history.numberAtPosition(position));
  if (behaviour.orderBy === 'id') all.sort((a, b) => rank(a) - rank(b));
  if (behaviour.orderBy === 'chance') all.sort((a, b) => chancePlace(history, a) - chancePlace(history, b));
  if (behaviour.order === 'desc') all.reverse();
  const size = Math.min(query.size, behaviour.pageCap);
  if (query.after === null) return all.filter(isShown).slice(0, size);
  if (behaviour.cursor === 'offset') return all.filter(isShown).slice(Number(query.after)).slice(0, size);
  const cursorNumber = all.find((number) => history.idOf(number) === query.after) ?? -1;
  const isBeyond = (number: number) => {
    if (number === cursorNumber) return behaviour.cursor === 'inclusive';
    if (behaviour.cursorBy === 'row') return all.indexOf(number) > all.indexOf(cursorNumber);
    const after = BigInt(query.after ?? 0);
    return behaviour.order === 'asc'
      ? BigInt(history.idOf(number)) > after
      : BigInt(history.idOf(number)) < after;
  };
  return all.filter((number) => isShown(number) && isBeyond(number)).slice(0, size);
}

function chancePlace(history: History, number: number): number {
  return chanceOrder(history).places[number] ?? -1;
}

function userOf(history: History, number: number): number | null {
  return isSystemEvent(history.options.seed, number) ? null : personOf(history.options.seed, number).id;
}

const scenario = fc.record({
  history: fc.record({
    seed: fc.nat(1000),
    events: fc.constantFrom(0, 1, 2, 40, 300, 700),
    bursts: fc.constantFrom(0, 2),
    burstSize: fc.constantFrom(5, 60),
    lateShare: fc.constantFrom(0, 0.5),
    lateMs: fc.constantFrom(1, MINUTE, 20 * MINUTE),
    idGaps: fc.constantFrom(1, 3),
    idShuffle: fc.constantFrom(0, 8, 256),
    livePerMinute: fc.constantFrom(0, 20),
    futureShare: fc.constantFrom(0, 0.3),
  }),
  behaviour: fc.record({
    order: fc.constantFrom<Behaviour['order']>('asc', 'desc'),
    orderBy: fc.constantFrom<Behaviour['orderBy']>('id', 'time', 'chance'),
    cursor: fc.constantFrom<Behaviour['cursor']>('exclusive', 'inclusive', 'offset'),
    cursorBy: fc.constantFrom<Behaviour['cursorBy']>('id', 'row'),
    fromBound: fc.constantFrom<Behaviour['fromBound']>('inclusive', 'exclusive'),
    toBound: fc.constantFrom<Behaviour['toBound']>('inclusive', 'exclusive'),
    precision: fc.constantFrom<Behaviour['precision']>('second', 'millisecond'),
    pageCap: fc.constantFrom(1, 25, 100),
    retentionDays: fc.constantFrom(0.01, 365),
  }),
  added: fc.array(fc.record({ before: fc.nat(40 * MINUTE), hiddenFor: fc.nat(5 * MINUTE) }), {
    maxLength: 4,
  }),
  from: fc.option(fc.nat(40 * MINUTE)),
  length: fc.option(fc.nat(20 * MINUTE)),
  isFiltered: fc.boolean(),
  cursor: fc.option(fc.nat(800)),
  later: fc.constantFrom(0, 10 * MINUTE),
});

test('gets the same rows as reading, sorting and cutting all of them', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const history = new History({ ...defaultHistory, until: NOW, historyDays: 1 / 36, ...given.history });
      for (const { before, hiddenFor } of given.added) {
        history.add({ time: NOW - before, visibleAt: NOW + hiddenFor }, NOW);
      }
      const now = NOW + given.later;
      history.growTo(now);
      const behaviour: Behaviour = { ...defaultBehaviour, ...given.behaviour };
      const query = {
        ...readNothing(),
        from: given.from === null ? null : NOW - given.from,
        to: given.from === null || given.length === null ? null : NOW - given.from + given.length,
        filter: given.isFiltered
          ? (kind: { eventType: string }) => kind.eventType.startsWith('recipe')
          : null,
        after: readCursor(history, behaviour, given.cursor),
      };
      const rows = selectRows(history, behaviour, query, now);
      expect(rows).toEqual({ numbers: slowly(history, behaviour, query, now), total: null });
    }),
    { numRuns: 600, seed: 7 },
  );
});

test('counts all that match', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const history = new History({ ...defaultHistory, until: NOW, historyDays: 1 / 36, ...given.history });
      for (const { before, hiddenFor } of given.added) {
        history.add({ time: NOW - before, visibleAt: NOW + hiddenFor }, NOW);
      }
      const behaviour: Behaviour = {
        ...defaultBehaviour,
        ...given.behaviour,
        total: 'matches',
        pageCap: 10_000,
      };
      const query = { ...readNothing(), size: 10_000, from: given.from === null ? null : NOW - given.from };
      const rows = selectRows(history, behaviour, query, NOW);
      expect(rows).toMatchObject({ total: slowly(history, behaviour, query, NOW).length });
    }),
    { numRuns: 100, seed: 7 },
  );
});

function readNothing(): Query {
  const query = readQuery('', false);
  if ('problem' in query) throw new Error(query.problem);
  return query;
}

function readCursor(history: History, behaviour: Behaviour, cursor: number | null): string | null {
  if (cursor === null || history.count === 0) return null;
  return behaviour.cursor === 'offset' ? String(cursor) : history.idOf(cursor % history.count);
}
