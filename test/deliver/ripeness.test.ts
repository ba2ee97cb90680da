import { expect, test } from 'vitest';
import { runFeed } from '../../src/deliver/feed.js';
import type { FeedContext } from '../../src/deliver/feed-context.js';
import { createMemoryDestination } from '../support/memory-destination.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { bodies, range, setUp } from './feed-setup.js';

const STORED_AT = Date.UTC(2026, 0, 1);

/** A running feed whose batches hold 10 events or 200 bytes, or are a minute old. */
function start(overrides: Partial<FeedContext> = {}) {
  const clock = createVirtualClock({ now: STORED_AT + 2_000 });
  const stop = new AbortController();
  const waiting = new Set<() => void>();
  const parts = setUp({
    clock,
    limits: { events: 10, bytes: 200, ageMs: 60_000 },
    waitForMore: (_after, signal) =>
      new Promise((resolve) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    ...overrides,
  });
  const add = (...added: string[]) => {
    parts.journal.add(...added);
    for (const wake of waiting) wake();
    waiting.clear();
  };
  return { ...parts, clock, add, ended: runFeed(parts.context, stop.signal), stop: () => stop.abort() };
}

test('a batch that is not full waits until its oldest event is old enough', async () => {
  const { add, clock, destination, ended, stop } = start();
  add(...bodies(3));
  await clock.advance(58_000);
  expect(destination.stored).toEqual([]);
  add(...bodies(1, 4));
  await clock.advance(4_000);
  expect(destination.batches.map((batch) => batch.deliveries.length)).toEqual([4]);
  stop();
  await ended;
});

test('a full batch waits for nothing, and what is left waits on', async () => {
  const { add, clock, destination, ended, stop } = start();
  add(...bodies(14));
  await clock.advance(0);
  expect(destination.stored).toEqual(range(1, 10));
  stop();
  await ended;
});

test('as many bytes as a batch holds are full, however many pieces they come in', async () => {
  const { add, clock, destination, ended, stop } = start();
  add(`{"id":1,"x":"${'y'.repeat(90)}"}`);
  await clock.advance(0);
  expect(destination.stored).toEqual([]);
  add(`{"id":2,"x":"${'y'.repeat(90)}"}`);
  await clock.advance(0);
  expect(destination.stored.length).toBeGreaterThan(0);
  stop();
  await ended;
});

test('nothing waits once the end is near, and a clock set back holds nothing up', async () => {
  const ending = start({ isEnding: () => true });
  ending.add(...bodies(2));
  await ending.clock.advance(0);
  expect(ending.destination.stored).toEqual([1, 2]);
  ending.stop();
  await ending.ended;

  const back = start();
  back.clock.jump(-86_400_000);
  back.add(...bodies(2));
  await back.clock.advance(60_001);
  expect(back.destination.stored).toEqual([1, 2]);
  back.stop();
  await back.ended;
});

test('a stop while a batch waits leaves it in the journal', async () => {
  const { add, clock, destination, ended, journal, stop } = start();
  add(...bodies(2));
  await clock.advance(1000);
  stop();
  await ended;
  expect(destination.stored).toEqual([]);
  expect(journal.feed('archive')).toMatchObject({ position: 0, open: null });
});

test('the settings of a destination may ask for other batches than its type', async () => {
  const memory = createMemoryDestination();
  const type = { ...memory.type, limitsFor: () => ({ events: 2, bytes: 1000, ageMs: 60_000 }) };
  const { add, clock, ended, stop } = start({ limits: {}, destination: { type, settings: {} } });
  add(...bodies(5));
  await clock.advance(0);
  expect(memory.batches.map((batch) => batch.deliveries.length)).toEqual([2, 2]);
  stop();
  await ended;
});
