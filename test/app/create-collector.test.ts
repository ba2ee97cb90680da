import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createCollector, type DestinationType, parseConfig } from '../../src/index.js';
import { beforeHistory, simulate, TOKEN } from '../support/simulated.js';

it('collects into a destination of the program’s own, runs, and tells how it stands', async () => {
  const simulator = await simulate();
  const folder = await mkdtemp(join(tmpdir(), 'library-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const Settings = z.strictObject({ prefix: z.string() });
  const type: DestinationType<z.infer<typeof Settings>> = {
    type: 'array',
    settings: Settings,
    limits: { events: 50, bytes: 1_000_000 },
    async check() {},
    open: async ({ prefix }) => ({
      async write(batch) {
        lines.push(...batch.deliveries.map(({ line }) => prefix + Buffer.from(line).toString()));
        return { refused: [], resume: null };
      },
      async close() {},
    }),
  };
  const content = {
    journal: join(folder, 'j.db'),
    workspaces: [
      {
        name: 'acme',
        base_url: simulator.url,
        api_token: { env: 'TOKEN' },
        requests_per_minute: 60_000,
        backfill_start_time: beforeHistory(),
        poll_interval: '100ms',
      },
    ],
    destinations: [],
  };
  const config = parseConfig(content, { now: Date.now, environment: { TOKEN } });
  const collector = await createCollector({
    config,
    destinations: [
      { name: 'mine', type, settings: { prefix: '> ' } },
      {
        name: 'sign-ins',
        type: { ...type, type: 'sign-ins' },
        settings: { prefix: 'sign-in ' },
        format: 'envelope',
        filter: { includeEventTypes: ['user_login'] },
      },
    ],
  });
  try {
    const report = await collector.sync(new AbortController().signal);
    expect(report).toMatchObject({ stored: 250, failures: [], exitCode: 0 });
    const signIns = lines.filter((line) => line.startsWith('sign-in '));
    expect(signIns.length).toBeGreaterThan(0);
    for (const line of signIns) expect(line).toMatch(/^sign-in \{.*"event_type":"user_login"/);
    const mine = () => lines.filter((line) => line.startsWith('> '));
    expect(mine()).toHaveLength(250);
    expect(mine()[0]).toMatch(/^> \{"id":/);

    const stop = new AbortController();
    const running = collector.run(stop.signal);
    simulator.add();
    await expect.poll(() => mine().length, { timeout: 10_000 }).toBe(251);
    stop.abort();
    expect(await running).toBe('stopped');

    const status = await collector.status();
    expect(status.workspaces).toMatchObject([{ name: 'acme', state: 'ok', events: { stored: 251 } }]);
    expect(status.destinations).toMatchObject([
      { name: 'mine', position: 251, waiting: 0 },
      { name: 'sign-ins', position: 251, waiting: 0 },
    ]);
  } finally {
    await collector.close();
  }
});
