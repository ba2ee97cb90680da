// What every destination must come through: a real journal feeds it while its receiver misbehaves, and the ledger has to balance.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DestinationType } from '../../src/deliver/destination.js';
import { drainFeed } from '../../src/deliver/feed.js';
import type { FeedContext, FeedNews } from '../../src/deliver/feed-context.js';
import { raw } from '../../src/formats/raw.js';
import type { Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import type { DestinationUnderTest } from './destination-contract.js';

/** How a receiver can be made to misbehave. What it cannot is left out. */
export interface Faults {
  /** The next write is cut off before anything is stored. */
  reset?: () => void;
  /** The next write is stored, but its answer never comes; the destination's timeout is a second at most. */
  loseAnswer?: () => void;
  /** The next write is answered with "later", naming so many seconds. */
  busy?: (seconds: number) => void;
  /** The receiver goes away until the function that it resolves to is called. */
  goDown?: () => Promise<() => Promise<void>>;
  /** The event with this id is refused for good from now on. */
  poison?: (id: number) => void | Promise<void>;
}

const HOUR_MS = 3_600_000;
const EVENTS = 40;
const never = new AbortController().signal;

/** Sleeps take no time, but count; `at` is called when so much of it has passed. */
function instantClock(): Clock & { at: (ms: number, act: () => Promise<void>) => void; slept: number[] } {
  let elapsed = 0;
  let due: { ms: number; act: () => Promise<void> } | null = null;
  const slept: number[] = [];
  return {
    now: () => Date.UTC(2026, 0, 1) + elapsed,
    monotonic: () => elapsed,
    slept,
    async sleep(ms) {
      slept.push(ms);
      elapsed += ms;
      if (due === null || elapsed < due.ms) return;
      const { act } = due;
      due = null;
      await act();
    },
    at(ms, act) {
      due = { ms, act };
    },
  };
}

export function describeFaults(
  name: string,
  create: () => Promise<DestinationUnderTest & { faults: Faults }>,
): void {
  const story = (title: string, run: (scene: Scene) => Promise<void>): void => {
    test(`${name}: ${title}`, async (context) => {
      const subject = await create();
      const folder = await mkdtemp(join(tmpdir(), 'faults-'));
      const journal = await openJournal(join(folder, 'journal.db'));
      try {
        await fill(journal);
        const need: Scene['need'] = (fault) => fault ?? context.skip('its receiver cannot do this');
        await run({ ...createScene(subject, journal), need });
      } finally {
        await journal.close();
        await rm(folder, { recursive: true, force: true });
        await subject.cleanUp?.();
      }
    });
  };

  story('comes through a connection that is cut', async ({ deliver, expectAll, faults, need }) => {
    need(faults.reset)();
    await deliver();
    await expectAll();
  });

  story(
    'repeats a batch whose answer was lost, with the same identity',
    async ({ deliver, expectAll, faults, need }) => {
      need(faults.loseAnswer)();
      await deliver();
      await expectAll();
    },
  );

  story('waits as long as it is told to', async ({ clock, deliver, expectAll, faults, need }) => {
    need(faults.busy)(7);
    await deliver();
    expect(clock.slept).toContain(7_000);
    await expectAll();
  });

  story(
    'delivers everything after an hour without its receiver',
    async ({ clock, deliver, expectAll, faults, need }) => {
      const comeBack = await need(faults.goDown)();
      clock.at(HOUR_MS, comeBack);
      await deliver();
      expect(clock.monotonic()).toBeGreaterThanOrEqual(HOUR_MS);
      await expectAll();
    },
  );

  story(
    'sets a refused event aside and delivers the others',
    async ({ deliver, expectAll, faults, need }) => {
      await need(faults.poison)(7);
      await deliver();
      await expectAll([7]);
    },
  );

  story('goes on after a crash between writing and acknowledging', async ({ deliver, expectAll }) => {
    await expect(deliver({ crashes: true })).rejects.toThrow('crash');
    await deliver();
    await expectAll();
  });
}

interface Scene {
  faults: Faults;
  /** The fault, where the receiver can do it; else the test is skipped. */
  need: <Fault>(fault: Fault | undefined) => Fault;
  clock: ReturnType<typeof instantClock>;
  deliver: (options?: { crashes?: boolean }) => Promise<void>;
  /** Everything but `refused` is there: once, or at least once where repeats are not recognised; and the ledger balances. */
  expectAll: (refused?: readonly number[]) => Promise<void>;
}

function createScene(
  subject: DestinationUnderTest & { faults: Faults },
  journal: Journal,
): Omit<Scene, 'need'> {
  const clock = instantClock();
  const news: FeedNews[] = [];
  const context: FeedContext = {
    name: 'test',
    journal,
    destination: { type: withRealTime(subject.type), settings: subject.settings },
    network: { proxy: {}, caFiles: [] },
    limits: { events: 10, ageMs: 0 },
    format: raw,
    clock,
    logger: silentLogger,
    random: () => 0.5,
    observe: (item) => news.push(item),
    waitForMore: async () => {},
    giveUpAfterMs: 2 * HOUR_MS,
  };
  return {
    faults: subject.faults,
    clock,
    deliver: (options) =>
      drainFeed(options?.crashes ? { ...context, journal: crashing(journal) } : context, never),
    async expectAll(refused = []) {
      const expected = Array.from({ length: EVENTS }, (_, index) => index + 1).filter(
        (id) => !refused.includes(id),
      );
      const stored = [...(await subject.stored())].sort((one, other) => one - other);
      expect(subject.isExactlyOnce ? stored : [...new Set(stored)]).toEqual(expected);
      const [feed] = await journal.feeds();
      expect(feed).toMatchObject({
        position: EVENTS,
        open: null,
        counts: { delivered: expected.length, deadLettered: refused.length, filtered: 0, skipped: 0 },
      });
      const letters = await journal.deadLetters('test');
      expect(letters.map(({ position }) => position)).toEqual(refused);
      for (const { reason } of letters) expect(reason).toMatch(/\w/);
    },
  };
}

/** What waits for a real receiver needs real time. */
function withRealTime(type: DestinationType): DestinationType {
  return { ...type, open: (settings, context) => type.open(settings, { ...context, clock: systemClock }) };
}

/** Dies once a batch is written, before that is known. */
function crashing(journal: Journal): Journal {
  return new Proxy(journal, {
    get(target, key) {
      if (key === 'acknowledge') return () => Promise.reject(new Error('crash'));
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function fill(journal: Journal): Promise<void> {
  const binding = { name: 'acme', baseUrl: 'https://www.workato.com', endpoint: 'direct', token: 'a-token' };
  const { key } = await journal.bind(binding, ['acme']);
  const events = Array.from({ length: EVENTS }, (_, index) => ({
    key: String(index + 1),
    id: String(index + 1),
    time: Date.UTC(2025, 11, 31) + index * 1000,
    type: 'user_login',
    user: 'ada@example.com',
    resourceType: 'User',
    workspaceId: '1',
    raw: Buffer.from(`{"id":${index + 1},"name":"Zoë ${'x'.repeat(index % 7)}"}`),
  }));
  await journal.append({ workspaceKey: key, events, cursor: null, now: Date.UTC(2026, 0, 1) });
}
