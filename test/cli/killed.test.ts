// The built collector killed again and again at moments of no choosing, then run to its end: the whole promise in one file.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import type { Simulator } from '../../src/simulator/server.js';
import { idsOf, makeFolder, type RunningCli, runCli, startCli, useCli } from '../support/cli.js';
import { beforeHistory, simulate, TOKEN } from '../support/simulated.js';

useCli();
const env = { WORKATO_API_TOKEN: TOKEN };
const KILLS = 12;
const EVENTS = 4_000;
const PATIENCE_MS = 20_000;
const LONGEST_MS = 120_000;
const gunzipped = promisify(gunzip);

interface Scene {
  cwd: string;
  simulator: Simulator;
  /** Between 0 and 1; the same in every run of the test. */
  random: () => number;
}

async function setScene(
  options: SimulatorOptions,
  settings: string,
  requestsPerMinute = 60_000,
): Promise<Scene> {
  const cwd = await makeFolder();
  const simulator = await simulate({ events: EVENTS, latencyMs: 15, ...options });
  await writeFile(
    join(cwd, 'workato-audit-logs.yaml'),
    `workspaces:
  - name: acme
    base_url: ${simulator.url}
    api_token: { env: WORKATO_API_TOKEN }
    backfill_start_time: ${beforeHistory()}
    requests_per_minute: ${requestsPerMinute}
    poll_interval: 200ms
destinations:
  - { name: archive, type: file, path: out.ndjson${settings} }
`,
  );
  return { cwd, simulator, random: seededRandom(options.seed ?? 1) };
}

/** Lehmer's generator: enough to scatter moments. */
function seededRandom(seed: number): () => number {
  let state = seed * 7_919 + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Resolves once `holds` does, or the process has ended by itself. */
async function untilSeen(running: RunningCli, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (running.child.exitCode === null && !(await holds())) {
    if (Date.now() > deadline) throw new Error(`nothing moves any more: ${running.stderr}`);
    await delay(3);
  }
}

/** Starts `command`, lets it get somewhere, and kills it; false where it had ended before. */
async function killOnTheWay({ cwd, simulator, random }: Scene, command: string): Promise<boolean> {
  const asked = simulator.requestCount + 1 + Math.floor(random() * 8);
  const written = (await listFiles(cwd)).length + 1 + Math.floor(random() * 4);
  const watchesFiles = random() < 0.4;
  const running = await startCli([command], { cwd, env });
  await untilSeen(running, async () => {
    if (!watchesFiles || simulator.requestCount >= asked + 12) return simulator.requestCount >= asked;
    return (await listFiles(cwd)).length >= written;
  });
  for (let count = Math.floor(random() * 3); count > 0; count -= 1) simulator.add();
  await delay(random() * 40);
  running.child.kill('SIGKILL');
  return (await running.ended).code === null;
}

async function killOften(scene: Scene): Promise<void> {
  let kills = 0;
  for (let round = 0; kills < KILLS; round += 1) {
    expect(round, 'rounds that it takes to kill often enough').toBeLessThan(KILLS * 3);
    if (await killOnTheWay(scene, round % 3 === 2 ? 'sync' : 'run')) kills += 1;
  }
}

async function listFiles(cwd: string): Promise<readonly string[]> {
  return (await readdir(cwd)).filter((name) => name.startsWith('out')).sort();
}

/** What stands in all files of the destination, one text a file. */
async function readFiles(cwd: string): Promise<readonly string[]> {
  const texts = (await listFiles(cwd)).map(async (name) => {
    const bytes = await readFile(join(cwd, name));
    return (name.endsWith('.gz') ? await gunzipped(bytes) : bytes).toString('utf8');
  });
  return Promise.all(texts);
}

async function expectAllOnce({ cwd, simulator }: Scene): Promise<void> {
  const truth = simulator.truth().visibleIds.map(Number);
  const texts = await readFiles(cwd);
  expect(
    texts.filter((text) => !/(^|\n)$/.test(text)),
    'files that end in mid-line',
  ).toEqual([]);
  const delivered = idsOf(texts.join(''));
  const unique = new Set(delivered);
  expect(
    truth.filter((id) => !unique.has(id)),
    'lost',
  ).toEqual([]);
  expect(delivered.length - unique.size, 'delivered twice').toBe(0);
  expect(unique.size, 'invented').toBe(truth.length);
}

async function expectBalance({ cwd, simulator }: Scene): Promise<void> {
  const status = JSON.parse((await runCli(['status', '--json'], { cwd, env })).stdout);
  const stored = simulator.truth().visibleIds.length;
  const [workspace] = status.workspaces;
  const [feed] = status.destinations;
  expect(status).toMatchObject({ collector: null, journal: { head: stored } });
  expect(workspace).toMatchObject({ phase: 'tailing', open_windows: 0, gaps: [], events: { stored } });
  expect(workspace.events.received).toBe(stored + workspace.events.repeated);
  expect(feed).toMatchObject({
    position: stored,
    waiting: 0,
    events: { delivered: stored, dead_lettered: 0 },
  });
}

async function expectWhole(scene: Scene): Promise<void> {
  const { cwd } = scene;
  const end = await runCli(['sync'], { cwd, env });
  expect(end.code, end.stderr).toBe(0);
  await expectAllOnce(scene);
  await expectBalance(scene);
}

/** Whether the collector counts as many requests in the last minute as it may make. */
async function isUsedUp(cwd: string, budget: number): Promise<boolean> {
  const { stdout } = await runCli(['status', '--json'], { cwd, env });
  return stdout !== '' && JSON.parse(stdout).workspaces[0]?.requests.last_minute >= budget;
}

describe('kill -9', () => {
  it('loses nothing and repeats nothing in a file', { timeout: LONGEST_MS }, async () => {
    const scene = await setScene({ order: 'asc', cursor: 'inclusive', seed: 1 }, '');
    await killOften(scene);
    await expectWhole(scene);
  });

  it('loses nothing and repeats nothing over rotated and compressed files', {
    timeout: LONGEST_MS,
  }, async () => {
    const scene = await setScene({ order: 'desc', seed: 3 }, ', rotate_size: 60KB, compress_rotated: true');
    await killOften(scene);
    await expectWhole(scene);
    const files = await listFiles(scene.cwd);
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((name) => !name.endsWith('.gz'))).toEqual(['out.ndjson']);
  });

  it('never asks more often than the budget allows, however often it starts anew', {
    timeout: LONGEST_MS,
  }, async () => {
    const budget = 40;
    const scene = await setScene({ seed: 4 }, '', budget);
    const { cwd, simulator } = scene;
    for (let kills = 0; kills < KILLS; kills += 1) {
      const asked = simulator.requestCount + 2 + Math.floor(scene.random() * 4);
      const running = await startCli(['run'], { cwd, env });
      await running.until('stderr', /Collecting/);
      await untilSeen(running, async () => simulator.requestCount >= asked || (await isUsedUp(cwd, budget)));
      await delay(scene.random() * 40);
      running.child.kill('SIGKILL');
      await running.ended;
    }
    expect(await isUsedUp(cwd, budget)).toBe(true);
    expect(simulator.busiestMinute).toBeLessThanOrEqual(budget);
    // A request that was counted and then killed before it went out is lost to the budget.
    expect(simulator.requestCount).toBeGreaterThanOrEqual(budget - KILLS);
    const delivered = idsOf((await readFiles(cwd)).join('').replace(/[^\n]*$/, ''));
    expect(new Set(delivered).size).toBe(delivered.length);
  });
});
