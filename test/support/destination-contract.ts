// What every destination must do, whatever it writes to. An adapter's test calls this with its own way of looking inside.
import { expect, test } from 'vitest';
import type { DestinationType, OpenContext } from '../../src/deliver/destination.js';
import type { Json } from '../../src/journal/journal-data.js';
import { systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import { batchOf, bodyOf } from './batch-of.js';

export interface DestinationUnderTest {
  type: DestinationType;
  settings: unknown;
  /** Ids of the events that are there, in order. */
  stored: () => Promise<readonly number[]>;
  /** Whether it recognises a batch that comes twice. */
  isExactlyOnce: boolean;
  cleanUp?: () => Promise<void>;
}

const never = new AbortController().signal;

export function openContext(overrides: Partial<OpenContext> = {}): OpenContext {
  return {
    name: 'test',
    journalId: 'journal-1',
    resume: null,
    batchOpen: false,
    clock: systemClock,
    logger: silentLogger,
    proxy: {},
    caFiles: [],
    ...overrides,
  };
}

export function describeDestination(name: string, create: () => Promise<DestinationUnderTest>): void {
  const check = (title: string, run: (subject: DestinationUnderTest) => Promise<void>): void => {
    test(`${name}: ${title}`, async () => {
      const subject = await create();
      try {
        await run(subject);
      } finally {
        await subject.cleanUp?.();
      }
    });
  };

  check(
    'takes batches in order, each durable when the write resolves',
    async ({ type, settings, stored }) => {
      const destination = await type.open(settings, openContext());
      for (const [after, to] of [
        [0, 3],
        [3, 4],
        [4, 60],
      ] as const) {
        const { refused } = await destination.write(batchOf(after, to), never);
        expect(refused).toEqual([]);
        expect(await stored()).toEqual(Array.from({ length: to }, (_, index) => index + 1));
      }
      await destination.close();
    },
  );

  check('goes on after being opened again', async ({ type, settings, stored }) => {
    let resume: Json = null;
    for (let after = 0; after < 30; after += 10) {
      const destination = await type.open(settings, openContext({ resume }));
      resume = overJson((await destination.write(batchOf(after, after + 10), never)).resume);
      await destination.close();
    }
    expect(await stored()).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  check(
    'stores a batch of unknown outcome once, if it can',
    async ({ type, settings, stored, isExactlyOnce }) => {
      let resume: Json = null;
      for (const [after, to] of [
        [0, 10],
        [10, 20],
      ] as const) {
        const unheard = await type.open(settings, openContext({ resume }));
        await unheard.write(batchOf(after, to), never);
        await unheard.close();
        const again = await type.open(settings, openContext({ resume, batchOpen: true }));
        resume = overJson((await again.write(batchOf(after, to), never)).resume);
        await again.close();
      }
      const expected = Array.from({ length: 20 }, (_, index) => index + 1);
      if (isExactlyOnce) expect(await stored()).toEqual(expected);
      else expect([...new Set(await stored())]).toEqual(expected);
    },
  );

  check(
    'takes an event larger than its batches, and every kind of text',
    async ({ type, settings, stored }) => {
      const destination = await type.open(settings, openContext());
      const odd = (position: number) =>
        position === 2
          ? `{"id":2,"x":"${'y'.repeat(type.limits.bytes + 10)}"}`
          : `{"id":${position},"t":"\\u0000 😀"}`;
      await destination.write(batchOf(0, 3, odd), never);
      await destination.close();
      expect(await stored()).toEqual([1, 2, 3]);
    },
  );

  check('starts nothing once it is stopped', async ({ type, settings, stored }) => {
    const destination = await type.open(settings, openContext());
    const stopped = AbortSignal.abort(new Error('SIGTERM'));
    await expect(destination.write(batchOf(0, 3), stopped)).rejects.toMatchObject({ code: 'ABORTED' });
    await destination.close();
    expect(await stored()).toEqual([]);
  });

  check('a check leaves nothing behind', async ({ type, settings, stored }) => {
    await type.check(settings, openContext(), never);
    expect(await stored()).toEqual([]);
  });

  check('refuses settings that it does not know', async ({ type }) => {
    expect(type.settings.safeParse({ no_such_setting: true }).success).toBe(false);
  });

  check('holds on to no event after a resume of another kind', async ({ type, settings, stored }) => {
    const destination = await type.open(settings, openContext({ resume: { something: ['else'] } }));
    await destination.write(batchOf(0, 2, bodyOf), never);
    await destination.close();
    expect(await stored()).toEqual([1, 2]);
  });
}

/** As it comes back from the journal. */
function overJson(resume: Json): Json {
  return JSON.parse(JSON.stringify(resume));
}
