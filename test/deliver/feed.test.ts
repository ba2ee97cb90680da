import { describe, expect, test } from 'vitest';
import { drainFeed, runFeed } from '../../src/deliver/feed.js';
import { CollectorError } from '../../src/platform/errors.js';
import { protectSecret } from '../../src/platform/secrets.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { bodies, range, setUp } from './feed-setup.js';

const never = new AbortController().signal;

describe('draining', () => {
  test('delivers everything in order, in batches of the destination’s size', async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(25));
    await drainFeed(context, never);
    expect(destination.stored).toEqual(range(1, 25));
    expect(destination.batches.map((batch) => batch.deliveries.length)).toEqual([10, 10, 5]);
    expect(journal.feed('archive')).toMatchObject({ position: 25, open: null, counts: { delivered: 25 } });
    expect(destination.closed).toBe(1);
  });

  test('opens the destination even where nothing waits, so that it can repair itself', async () => {
    const { context, destination } = setUp();
    await drainFeed(context, never);
    expect(destination.opened).toHaveLength(1);
    expect(destination.batches).toHaveLength(0);
  });

  test('a destination that is down is no failure where nothing waits', async () => {
    const { context, destination } = setUp();
    destination.openFault = new CollectorError('DESTINATION_UNAVAILABLE', 'down');
    await drainFeed(context, never);
  });

  test('a batch ends before it grows beyond the bytes, and a line larger than that goes alone', async () => {
    const { context, journal, destination } = setUp();
    destination.limits.bytes = 50;
    journal.add('{"a":1}', `{"b":"${'x'.repeat(100)}"}`, ...bodies(10));
    await drainFeed(context, never);
    expect(destination.stored).toEqual(range(1, 12));
    expect(destination.batches.map((batch) => batch.deliveries.length)).toEqual([1, 1, 5, 5]);
    for (const batch of destination.batches) {
      expect(batch.bytes).toBe(batch.deliveries.reduce((sum, one) => sum + one.line.length + 1, 0));
    }
  });

  test('formatted lines, not raw ones, count against the bytes', async () => {
    const { context, journal, destination } = setUp({
      format: (event) => Buffer.concat([event.raw, Buffer.alloc(100)]),
    });
    destination.limits.bytes = 250;
    journal.add(...bodies(10));
    await drainFeed(context, never);
    expect(destination.stored).toEqual(range(1, 10));
    expect(Math.max(...destination.batches.map((batch) => batch.bytes))).toBeLessThanOrEqual(250);
  });

  test('a new feed begins where it is told', async () => {
    const { context, journal, destination } = setUp({ startAfter: 7 });
    journal.add(...bodies(10));
    await drainFeed(context, never);
    expect(destination.stored).toEqual([8, 9, 10]);
  });

  test('what the filter leaves out, what retention removed and what cannot be formatted is accounted for', async () => {
    const { context, journal, destination } = setUp({
      filter: (event) => event.position % 2 === 0,
      format: (event) => {
        if (event.position === 8) throw new Error('no such field');
        return event.raw;
      },
    });
    journal.add(...bodies(12));
    for (const position of [1, 4, 12]) journal.remove(position);
    await drainFeed(context, never);
    expect(destination.stored).toEqual([2, 6, 10]);
    expect(journal.feed('archive')).toMatchObject({
      position: 12,
      counts: { delivered: 3, filtered: 5, skipped: 3, deadLettered: 1 },
    });
    expect(journal.letters()).toMatchObject([
      { position: 8, reason: 'cannot be formatted: Error: no such field' },
    ]);
  });

  test('a journal of which nothing is left is passed over', async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(5));
    for (const position of range(1, 5)) journal.remove(position);
    await drainFeed(context, never);
    expect(journal.feed('archive')).toMatchObject({ position: 5, counts: { skipped: 5 } });
    expect(destination.batches).toHaveLength(0);
  });
});

describe('a destination that fails for a while', () => {
  test('gets the very same batch again after each failure, after a growing, jittered pause', async () => {
    const clock = createVirtualClock();
    const { context, journal, destination, news } = setUp({ clock });
    journal.add(...bodies(3));
    destination.faults = ['reset', 'timeout', 'reset'];
    await clock.run(drainFeed(context, never));
    expect(new Set(destination.batches.map((batch) => batch.id)).size).toBe(1);
    expect(destination.stored).toEqual([1, 2, 3]);
    expect(news.flatMap((item) => (item.kind === 'retrying' ? [item.waitMs] : []))).toEqual([
      500, 1000, 2000,
    ]);
    expect(destination.opened.map((context) => context.batchOpen)).toEqual([false, true, true, true]);
    expect(destination.closed).toBe(4);
  });

  test('is left alone for as long as it asks', async () => {
    const clock = createVirtualClock();
    const { context, journal, destination, news } = setUp({ clock });
    journal.add(...bodies(1));
    destination.faults = [{ retryAfterMs: 7_000 }, { retryAfterMs: 86_400_000 }];
    await clock.run(drainFeed({ ...context, giveUpAfterMs: 3_600_000 }, never));
    expect(news.flatMap((item) => (item.kind === 'retrying' ? [item.waitMs] : []))).toEqual([7_000, 900_000]);
  });

  test('ends a drain after so long without progress, with its own error and nothing moved', async () => {
    const clock = createVirtualClock();
    const { context, journal, destination } = setUp({ clock, giveUpAfterMs: 60_000 });
    journal.add(...bodies(3));
    destination.openFault = new CollectorError('DESTINATION_UNAVAILABLE', 'down');
    await expect(clock.run(drainFeed(context, never))).rejects.toBe(destination.openFault);
    expect(clock.monotonic()).toBe(60_000);
    expect(journal.feed('archive').position).toBe(0);
  });

  test('is tried for ever by a running feed, which then goes on', async () => {
    const clock = createVirtualClock();
    const { context, journal, destination } = setUp({ clock });
    journal.add(...bodies(3));
    destination.openFault = new CollectorError('DESTINATION_UNAVAILABLE', 'down');
    const stop = new AbortController();
    const running = runFeed(context, stop.signal);
    await clock.advance(86_400_000);
    expect(destination.stored).toEqual([]);
    destination.openFault = null;
    await clock.advance(60_000);
    expect(destination.stored).toEqual([1, 2, 3]);
    stop.abort();
    await running;
  });

  test('ends the feed at once where trying again is of no use', async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(3));
    const closedPipe = new CollectorError('DESTINATION_UNAVAILABLE', 'closed', { retryable: false });
    destination.faults = [closedPipe];
    await expect(runFeed(context, never)).rejects.toBe(closedPipe);
    expect(journal.feed('archive').position).toBe(0);
  });

  test('a fault in the program is not mistaken for one of the destination', async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(3));
    const bug = new TypeError('x is not a function');
    destination.faults = [bug];
    await expect(drainFeed(context, never)).rejects.toBe(bug);
    expect(destination.closed).toBe(1);
  });
});

describe.each(['whole', 'partial'] as const)('events that are refused for good (%s)', (refusal) => {
  test('become dead letters with the reason; the others arrive in order', async () => {
    const { context, journal, destination } = setUp();
    destination.refusal = refusal;
    destination.limits.events = 100;
    journal.add(...bodies(100));
    for (const position of [1, 50, 51, 100]) destination.poison.add(position);
    await drainFeed(context, never);
    expect(destination.stored).toEqual(range(1, 100).filter((one) => !destination.poison.has(one)));
    expect(journal.letters().map((letter) => letter.position)).toEqual([1, 50, 51, 100]);
    expect(journal.letters()[0]?.reason).toMatch(/malformed/);
    expect(journal.feed('archive').counts).toMatchObject({ delivered: 96, deadLettered: 4 });
  });

  test('without a secret that the destination repeats in its reason', async () => {
    const { context, journal, destination } = setUp();
    protectSecret('token-of-the-destination');
    destination.poison.add(1);
    destination.refusal = refusal;
    destination.reason = 'not for token-of-the-destination';
    journal.add(...bodies(3));
    await drainFeed(context, never);
    expect(journal.letters().map(({ reason }) => reason)).toEqual(['not for [redacted]']);
  });

  test('but all of them in a row point to the destination: the rest wait', async () => {
    const clock = createVirtualClock();
    const { context, journal, destination } = setUp({ clock, maxRefusedInARow: 12 });
    destination.refusal = refusal;
    journal.add(...bodies(100));
    for (const position of range(1, 100)) destination.poison.add(position);
    await expect(clock.run(drainFeed(context, never))).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('in a row'),
    });
    expect(journal.letters().length).toBeLessThanOrEqual(12);
    const before = journal.letters().length;
    await expect(clock.run(drainFeed(context, never))).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
    });
    expect(journal.letters().length - before).toBeLessThanOrEqual(12 - before);
    destination.poison.clear();
    await drainFeed(context, never);
    expect(destination.stored).toEqual(range(before + 1, 100));
  });
});

test('the parts of a refused batch have the same ids however often they are sent', async () => {
  const ids = async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(10));
    destination.poison.add(4);
    await drainFeed(context, never);
    return destination.batches.map((batch) => batch.id);
  };
  expect(await ids()).toEqual(await ids());
});

describe('after a crash', () => {
  test('the batch that was under way is sent again, the same events under the same id', async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(4));
    destination.faults = ['timeout'];
    const crash = new Error('crash');
    const clock = { ...context.clock, sleep: () => Promise.reject(crash) };
    await expect(drainFeed({ ...context, clock }, never)).rejects.toBe(crash);
    expect(journal.feed('archive').open).toEqual({ after: 0, to: 4 });
    journal.add(...bodies(20, 5));
    await drainFeed(context, never);
    expect(destination.batches[1]?.id).toBe(destination.batches[0]?.id);
    expect(destination.stored).toEqual(range(1, 24));
  });

  test('the destination is told where it stood and that a batch is open', async () => {
    const { context, journal, destination } = setUp();
    journal.add(...bodies(4));
    await drainFeed(context, never);
    journal.add(...bodies(1, 5));
    await journal.recordBatch('archive', { after: 4, to: 5 });
    await drainFeed(context, never);
    expect(destination.opened.at(-1)).toMatchObject({ resume: { to: 4 }, batchOpen: true });
  });
});

test('a replay delivers again up to where the feed was, in batches that end there, and goes on', async () => {
  const { context, journal, destination } = setUp();
  journal.add(...bodies(14));
  await drainFeed(context, never);
  journal.rewind('archive', 2);
  journal.add(...bodies(4, 15));
  await drainFeed(context, never);
  expect(destination.batches.map((batch) => [batch.after, batch.to])).toEqual([
    [0, 10],
    [10, 14],
    [2, 12],
    [12, 14],
    [14, 18],
  ]);
  expect(journal.feed('archive').counts).toMatchObject({ delivered: 18, replayed: 12 });
});

describe('stopping', () => {
  test('a running feed waits for more, and returns when it is stopped', async () => {
    let wake = () => {};
    const { context, journal, destination, news } = setUp({
      waitForMore: (_after, signal) =>
        new Promise((resolve, reject) => {
          wake = resolve;
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    });
    const stop = new AbortController();
    const running = runFeed(context, stop.signal);
    await expect.poll(() => news.length).toBe(1);
    journal.add(...bodies(3));
    wake();
    await expect.poll(() => news.filter((item) => item.kind === 'caught-up').length).toBe(2);
    expect(destination.stored).toEqual([1, 2, 3]);
    stop.abort();
    await running;
    expect(destination.closed).toBe(1);
  });

  test('a pause before the next try ends at once', async () => {
    const clock = createVirtualClock();
    const { context, journal, destination } = setUp({ clock });
    journal.add(...bodies(3));
    destination.openFault = new CollectorError('DESTINATION_UNAVAILABLE', 'down');
    const stop = new AbortController();
    const running = runFeed(context, stop.signal);
    const draining = drainFeed(context, stop.signal);
    await clock.settle();
    stop.abort(new Error('SIGTERM'));
    await running;
    await expect(draining).rejects.toMatchObject({ code: 'ABORTED' });
    expect(clock.monotonic()).toBe(0);
  });
});
