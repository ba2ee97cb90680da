import { expect, test } from 'vitest';
import { History } from '../../src/simulator/history.js';
import { defaultHistory, type HistoryOptions } from '../../src/simulator/history-options.js';
import { createIdScheme } from '../../src/simulator/ids.js';
import { NOON } from './setup.js';

const DAY = 86_400_000;
const create = (options: Partial<HistoryOptions> = {}) =>
  new History({ ...defaultHistory, until: NOON, ...options });
const numbersOf = (history: History) => Array.from({ length: history.count }, (_, number) => number);

test('spreads its events over its days, in order, before its end', () => {
  const history = create({ events: 5000, historyDays: 70 });
  const times = numbersOf(history).map((number) => history.timeOf(number));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(0)).toBeGreaterThanOrEqual(NOON - 70 * DAY);
  expect(times.at(0)).toBeLessThan(NOON - 69 * DAY);
  expect(times.at(-1)).toBeLessThan(NOON);
  expect(times.at(-1)).toBeGreaterThan(NOON - DAY);
});

test('is busier in working hours than at night, and on workdays than at weekends', () => {
  const history = create({ events: 7000, historyDays: 70 });
  const dates = numbersOf(history).map((number) => new Date(history.timeOf(number)));
  const at = (hour: number) => dates.filter((date) => date.getUTCHours() === hour).length;
  expect(at(10)).toBeGreaterThan(at(3) * 5);
  expect(dates.filter((date) => date.getUTCDay() === 2).length).toBeGreaterThan(
    dates.filter((date) => date.getUTCDay() === 0).length * 4,
  );
});

test('gathers bursts into one second each', () => {
  const history = create({ events: 5000, bursts: 3, burstSize: 250 });
  const perSecond = new Map<number, number>();
  for (const number of numbersOf(history)) {
    const second = Math.floor(history.timeOf(number) / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  expect([...perSecond.values()].filter((count) => count >= 250)).toHaveLength(3);
});

test.each(['fixed', 'even', 'long-tail'] as const)('events may be late: %s', (lateness) => {
  const history = create({ events: 4000, lateShare: 0.5, lateMs: 60_000, lateness });
  const delays = numbersOf(history).map((number) => history.visibleAt(number) - history.timeOf(number));
  const late = delays.filter((delay) => delay > 0);
  expect(late.length).toBeGreaterThan(1800);
  expect(late.length).toBeLessThan(2200);
  expect(Math.max(...late)).toBeLessThanOrEqual(60_000);
  const mean = late.reduce((sum, delay) => sum + delay, 0) / late.length;
  const expected = { fixed: 60_000, even: 30_000, 'long-tail': 12_000 }[lateness];
  expect(Math.abs(mean - expected)).toBeLessThan(2000);
});

test('grows at its rate, the same in one step as in many', () => {
  const [once, often] = [create({ events: 0, livePerMinute: 30 }), create({ events: 0, livePerMinute: 30 })];
  once.growTo(NOON + 100 * 60_000);
  for (let minute = 0; minute <= 100; minute += 1) often.growTo(NOON + minute * 60_000);
  expect(once.count).toBe(often.count);
  expect(Math.abs(once.count - 3000)).toBeLessThan(200);
  expect(once.timeOf(once.count - 1)).toBe(often.timeOf(often.count - 1));
  expect(once.timeOf(once.count - 1)).toBeLessThanOrEqual(NOON + 100 * 60_000);
});

test('a million events are soon made and small', () => {
  const before = process.memoryUsage().arrayBuffers;
  const history = create({ events: 1_000_000, historyDays: 365 });
  expect(history.count).toBe(1_000_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});

test.each([
  { idShuffle: 0, idGaps: 1 },
  { idShuffle: 0, idGaps: 5 },
  { idShuffle: 32, idGaps: 1 },
  { idShuffle: 256, idGaps: 3 },
])('ids, ranks and numbers lead to one another: %o', ({ idShuffle, idGaps }) => {
  const ids = createIdScheme({ seed: 3, firstId: 2n ** 60n, idGaps, idShuffle });
  const numbers = Array.from({ length: 1024 }, (_, number) => number);
  const ranks = numbers.map((number) => ids.rankOf(number));
  expect(ranks.toSorted((a, b) => a - b)).toEqual(numbers);
  expect(ranks.map((rank) => ids.numberAt(rank))).toEqual(numbers);
  expect(numbers.filter((number) => ids.rankOf(number) !== number).length > 900).toBe(idShuffle > 0);
  for (const rank of numbers.slice(1)) {
    const id = ids.idAt(rank);
    expect(id).toBeGreaterThan(ids.idAt(rank - 1));
    expect([ids.rankNotBelow(id), ids.rankNotBelow(id + 1n)]).toEqual([rank, rank + 1]);
  }
});
