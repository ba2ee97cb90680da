// What may be done to a running collector, over a look-alike of Workato and a destination that refuses what it is told to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { act } from '../../src/app/act.js';
import { runCollector } from '../../src/app/collector.js';
import { compose } from '../../src/app/compose.js';
import { defaultDestination } from '../../src/config/default-destination.js';
import { parseConfig } from '../../src/config/load.js';
import { systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import { startSimulator } from '../../src/simulator/server.js';
import { createMemoryDestination } from '../support/memory-destination.js';

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'act-'));
  const simulator = await startSimulator({ events: 20, historyDays: 10, requestsPerMinute: 6000 });
  const config = parseConfig(
    {
      journal: join(folder, 'journal.db'),
      workspaces: [
        {
          name: 'acme',
          base_url: simulator.url,
          api_token: { env: 'TOKEN' },
          requests_per_minute: 6000,
          backfill_start_time: '30d',
          poll_interval: '1d',
        },
      ],
      destinations: [],
    },
    { now: Date.now, environment: { TOKEN: 'a-token-of-the-tests' } },
  );
  const memory = createMemoryDestination();
  memory.refusal = 'partial';
  const world = { clock: systemClock, logger: silentLogger, random: () => 0 };
  const parts = await compose(
    { ...config, destinations: [defaultDestination('siem', 'memory', {})] },
    { ...world, destinationTypes: new Map([['memory', memory.type]]) },
  );
  const stop = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  onTestFinished(async () => {
    stop.abort();
    await running;
    await parts.close();
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    parts,
    memory,
    requests: () => simulator.requests.length,
    run() {
      running = runCollector(parts, stop.signal);
    },
    feed: async () => (await parts.journal.feeds())[0],
    state: () => parts.workspaces[0]?.health.current.state,
  };
}

const patient = { timeout: 20_000, interval: 50 };

describe('a workspace', () => {
  test('is paused, stays so, goes on, and is pulled when asked', async () => {
    const { parts, requests, run, state } = await setUp();
    run();
    await vi.waitFor(() => expect(state()).toBe('ok'), patient);
    await act(parts, { action: 'pause', workspace: 'acme' }, 'test');
    await vi.waitFor(() => expect(state()).toBe('paused'), patient);
    const before = requests();
    await act(parts, { action: 'pull_now', workspace: 'acme' }, 'test');
    await vi.waitFor(async () => expect(await parts.journal.orders()).toEqual([]), patient);
    expect(requests()).toBe(before);
    expect(await parts.journal.workspaces()).toMatchObject([{ pausedAt: expect.any(Number) }]);
    await act(parts, { action: 'resume', workspace: 'acme' }, 'test');
    await vi.waitFor(() => expect(requests()).toBeGreaterThan(before), patient);
    await vi.waitFor(() => expect(state()).toBe('ok'), patient);
    const rested = requests();
    await act(parts, { action: 'pull_now', workspace: 'acme' }, 'test');
    await vi.waitFor(() => expect(requests()).toBeGreaterThan(rested), patient);
    expect((await parts.journal.auditTrail(10)).map(({ action, actor }) => [action, actor])).toEqual([
      ['pull_now', 'test'],
      ['resume', 'test'],
      ['pull_now', 'test'],
      ['pause', 'test'],
    ]);
  });
});

describe('dead letters', () => {
  test('are tried again: what is taken now is delivered, what is not stays a letter', async () => {
    const { feed, memory, parts, run } = await setUp();
    memory.poison = new Set([3, 7]);
    run();
    await vi.waitFor(async () => expect(await feed()).toMatchObject({ position: 20 }), patient);
    expect(await feed()).toMatchObject({ counts: { delivered: 18, deadLettered: 2 } });
    memory.poison.delete(3);
    await act(parts, { action: 'retry_dead_letters', destination: 'siem' }, 'test');
    await vi.waitFor(async () => expect(await parts.journal.orders()).toEqual([]), patient);
    expect(await feed()).toMatchObject({ position: 20, counts: { delivered: 19, deadLettered: 1 } });
    expect(memory.stored).toContain(3);
    expect(await parts.journal.deadLetters()).toMatchObject([{ position: 7 }]);
    await act(parts, { action: 'drop_dead_letters', destination: 'siem' }, 'test');
    await vi.waitFor(async () => expect(await parts.journal.deadLetters()).toEqual([]), patient);
    expect(await feed()).toMatchObject({ counts: { delivered: 19, deadLettered: 0, skipped: 1 } });
    await parts.journal.checkIntegrity();
  });

  test('wait with their order while the destination is away', async () => {
    const { feed, memory, parts, run } = await setUp();
    memory.poison = new Set([3]);
    run();
    await vi.waitFor(async () => expect(await feed()).toMatchObject({ position: 20 }), patient);
    memory.poison.clear();
    memory.faults = ['reset', 'timeout'];
    await act(parts, { action: 'retry_dead_letters', destination: 'siem' }, 'test');
    await vi.waitFor(async () => expect(await parts.journal.deadLetters()).toEqual([]), patient);
    expect(memory.stored.filter((position) => position === 3)).toHaveLength(1);
    expect(await feed()).toMatchObject({ counts: { delivered: 20, deadLettered: 0 } });
  });
});

test.each([
  [{ action: 'pause', workspace: 'other' }, /"other" is not known; expected one of acme/],
  [{ action: 'replay', destination: 'nowhere', from_position: 1 }, /"nowhere" is not known/],
  [{ action: 'replay', destination: 'siem' }, /from_position or from_time/],
  [{ action: 'replay', destination: 'siem', from_position: 99 }, /99 is not a position/],
  [
    { action: 'backfill', workspace: 'acme', from: 'yesterday', to: '2026-01-01T00:00:00Z' },
    /from is not a time/,
  ],
  [
    { action: 'backfill', workspace: 'acme', from: '2999-01-01T00:00:00Z', to: '2999-01-02T00:00:00Z' },
    /no span of the past/,
  ],
] as const)('%o is refused, and that is written down', async (action, message) => {
  const { parts } = await setUp();
  await expect(act(parts, action, 'test')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(message),
  });
  expect(await parts.journal.orders()).toEqual([]);
  expect(await parts.journal.auditTrail(1)).toMatchObject([
    { outcome: 'refused', detail: expect.stringMatching(message) },
  ]);
});
