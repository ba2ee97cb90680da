// Any history of arriving events, faults, poison, retention, filters and crashes between any two awaits: the ledger balances,
// nothing is lost, nothing is twice at a destination that recognises a batch, order is kept.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drainFeed } from '../../src/deliver/feed.js';
import type { FeedContext } from '../../src/deliver/feed-context.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Fault, MemoryDestination } from '../support/memory-destination.js';
import type { MemoryJournal } from '../support/memory-journal.js';
import { bodies, range, setUp } from './feed-setup.js';

class Crash extends Error {}

/** Makes every method of `target` count down before and after its work, and crash at zero. */
function fragile<T extends object>(target: T, tick: () => void): T {
  return new Proxy(target, {
    get(of, key) {
      const value: unknown = Reflect.get(of, key);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        tick();
        const result: unknown = await value.apply(of, args);
        tick();
        return typeof result === 'object' && result !== null && 'write' in result
          ? fragile(result, tick)
          : result;
      };
    },
  });
}

/** Sleeps take no time. */
function instantClock(): Clock {
  let elapsed = 0;
  return {
    now: () => elapsed,
    monotonic: () => elapsed,
    sleep: async (ms) => {
      elapsed += ms;
    },
  };
}

interface Round {
  arriving: number;
  faults: readonly Fault[];
  crashAfter: number | null;
}

const fault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>('reset', 'timeout', 'refuse', {
  retryAfterMs: 5_000,
});
const round: fc.Arbitrary<Round> = fc.record({
  arriving: fc.nat(40),
  faults: fc.array(fault, { maxLength: 6 }),
  crashAfter: fc.option(fc.nat(60)),
});

async function drainOnce(
  base: FeedContext,
  journal: MemoryJournal,
  destination: MemoryDestination,
  one: Round,
) {
  journal.add(...bodies(one.arriving));
  destination.faults = [...one.faults];
  let left = one.crashAfter ?? Number.POSITIVE_INFINITY;
  const tick = () => {
    left -= 1;
    if (left < 0) throw new Crash();
  };
  const context = {
    ...base,
    journal: fragile(journal, tick),
    destination: { type: fragile(destination.type, tick), settings: {} },
  };
  try {
    await drainFeed(context, new AbortController().signal);
  } catch (error: unknown) {
    if (!(error instanceof Crash)) throw error;
  }
}

test('I2, I5, I9: whatever happens, each event is accounted for once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(round, { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 10 }),
      fc.constantFrom<'whole' | 'partial'>('whole', 'partial'),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 2, max: 9 }),
      async (rounds, poison, filteredOut, refusal, batchEvents, seed) => {
        const { context, journal, destination } = setUp({
          clock: instantClock(),
          random: () => 1 / seed,
          giveUpAfterMs: 1e9,
          filter: (event) => !filteredOut.includes(event.position),
        });
        destination.limits.events = batchEvents;
        destination.refusal = refusal;
        for (const one of poison) destination.poison.add(one);
        for (const one of rounds) await drainOnce(context, journal, destination, one);
        await drainOnce(context, journal, destination, { arriving: 0, faults: [], crashAfter: null });

        const head = await journal.head();
        const { counts, open, position } = journal.feed('archive');
        const letters = journal.letters().map((letter) => letter.position);
        expect({ open, position }).toEqual({ open: null, position: head });
        expect(counts.delivered + counts.filtered + counts.skipped + counts.deadLettered).toBe(head);
        expect(destination.stored).toEqual([...destination.stored].sort((one, other) => one - other));
        expect(new Set(destination.stored).size).toBe(destination.stored.length);
        const settled = [...destination.stored, ...letters, ...filteredOut.filter((one) => one <= head)];
        expect([...new Set(settled)].sort((one, other) => one - other)).toEqual(range(1, head));
        for (const one of poison) expect(destination.stored).not.toContain(one);
        expect(sameIdsForSameEnds(destination)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

function sameIdsForSameEnds(destination: MemoryDestination): boolean {
  const ids = new Map<string, string>();
  return destination.batches.every((batch) => {
    const ends = `${batch.after}-${batch.to}`;
    const known = ids.get(ends) ?? batch.id;
    ids.set(ends, known);
    return known === batch.id;
  });
}
