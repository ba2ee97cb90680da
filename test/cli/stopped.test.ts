// The built collector told to stop, left by its reader, or in the way of another: it ends cleanly and nothing is lost.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/server.js';
import { cliPath, idsOf, makeFolder, runCli, startCli, useCli } from '../support/cli.js';
import { beforeHistory, flagsFor, simulate, TOKEN } from '../support/simulated.js';

useCli();
const env = { WORKATO_API_TOKEN: TOKEN };
const LONGEST_STOP_MS = 10_000;

function argsFor(simulator: Simulator): readonly string[] {
  return [...flagsFor(simulator), '--backfill-start-time', beforeHistory()];
}

function expectOnce(ids: readonly number[], simulator: Simulator): void {
  const truth = simulator.truth().visibleIds.map(Number);
  expect(ids).toHaveLength(truth.length);
  expect(new Set(ids)).toEqual(new Set(truth));
}

describe('stopping', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends within 10 s of %s in mid-page, with 0, and repeats nothing',
    async (signal) => {
      const simulator = await simulate({ events: 2_000 });
      const cwd = await makeFolder();
      const args = [...argsFor(simulator), '--to', 'file:out.ndjson'];
      const running = await startCli(['run', ...args], { cwd, env });
      await expect.poll(() => simulator.requestCount, { timeout: 20_000 }).toBeGreaterThan(3);
      const asked = simulator.requestCount;
      simulator.behave({ latencyMs: 30_000 });
      await expect.poll(() => simulator.requestCount, { timeout: 20_000 }).toBeGreaterThan(asked);
      const toldAt = performance.now();
      running.child.kill(signal);
      const { code, stderr } = await running.ended;
      expect(performance.now() - toldAt).toBeLessThan(LONGEST_STOP_MS);
      expect(code, stderr).toBe(0);
      simulator.behave({ latencyMs: 0 });
      expect((await runCli(['sync', ...args], { cwd, env })).code).toBe(0);
      expectOnce(idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8')), simulator);
    },
  );

  it('ends cleanly when the reader of standard output leaves, and goes on behind what was read', async () => {
    const simulator = await simulate({ events: 2_000 });
    const cwd = await makeFolder();
    const child = spawn(process.execPath, [await cliPath(), 'sync', ...argsFor(simulator)], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    let read = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      read += text;
      if (read.includes('\n')) child.stdout.destroy();
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    expect(code, stderr).toBe(75);
    expect(stderr).toContain('Standard output was closed');
    expect(stderr).not.toMatch(/^\s+at /m);
    const rest = await runCli(['sync', ...argsFor(simulator)], { cwd, env });
    expect(rest.code, rest.stderr).toBe(0);
    const whole = read.slice(0, read.lastIndexOf('\n') + 1);
    const seen = new Set([...idsOf(whole), ...idsOf(rest.stdout)]);
    expect(seen).toEqual(new Set(simulator.truth().visibleIds.map(Number)));
  });

  it('refuses a second collector, naming the first, and takes over at once after kill -9', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const args = [...argsFor(simulator), '--to', 'file:out.ndjson'];
    const first = await startCli(['run', ...args], { cwd, env });
    await first.until('stderr', /Collecting/);
    const second = await runCli(['run', ...args], { cwd, env });
    expect(second.code, second.stderr).toBe(75);
    expect(second.stderr).toContain(`process ${first.child.pid} `);
    first.child.kill('SIGKILL');
    await first.ended;
    const third = await runCli(['sync', ...args], { cwd, env });
    expect(third.code, third.stderr).toBe(0);
    expectOnce(idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8')), simulator);
  });
});
