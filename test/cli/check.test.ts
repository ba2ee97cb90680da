import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { makeFolder, runCli, startCli, useCli } from '../support/cli.js';
import { beforeHistory, flagsFor, simulate, TOKEN } from '../support/simulated.js';

useCli();
const env = { WORKATO_API_TOKEN: TOKEN };

async function checkAgainst(options: SimulatorOptions, environment: Readonly<Record<string, string>> = env) {
  const simulator = await simulate(options);
  const cwd = await makeFolder();
  const begunAt = performance.now();
  const result = await runCli(['check', ...flagsFor(simulator)], { cwd, env: environment });
  return { ...result, tookMs: performance.now() - begunAt, simulator, cwd };
}

describe('check', () => {
  it.each<[string, SimulatorOptions, Readonly<Record<string, string>>, number, RegExp]>([
    ['works', {}, env, 0, /ok +workspace default\n +It works; the newest event seen is of \d{4}-/],
    ['works oldest first', { order: 'asc' }, env, 0, /the newest event seen is of/],
    ['works without a Date', { dateHeader: false }, env, 0, /carry no Date, .*clock of this machine.*NTP/],
    [
      'works with a Date of days ago',
      { dateOffsetMs: -259_200_000 },
      env,
      0,
      /is older than the newest event/,
    ],
    ['works without events', { events: 0 }, env, 0, /no events yet/],
    ['wrong token', {}, { WORKATO_API_TOKEN: 'a-wrong-token' }, 3, /AUTHENTICATION_FAILED.*\n.*data centre/],
    ['missing privilege', { forbidden: true }, env, 3, /PERMISSION_DENIED/],
    ['not a Workato API', { faults: ['*:html'] }, env, 75, /UNEXPECTED_RESPONSE/],
    ['a server in trouble', { faults: ['*:500'] }, env, 75, /UPSTREAM_FAILED/],
    ['a broken connection', { faults: ['*:reset'] }, env, 75, /BASE_URL_UNREACHABLE/],
  ])('tells apart: %s', async (_, options, environment, code, says) => {
    const result = await checkAgainst(options, environment);
    expect(result.stdout, result.stderr).toMatch(says);
    expect(result.code).toBe(code);
    expect(existsSync(join(result.cwd, 'workato-audit-logs.db'))).toBe(false);
    expect(result.simulator.requestCount).toBeLessThanOrEqual(2);
  });

  it('says what the journal knows, and its requests count', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    await runCli(['sync', ...flagsFor(simulator), '--backfill-start-time', beforeHistory()], { cwd, env });
    const { code, stdout } = await runCli(['check', ...flagsFor(simulator)], { cwd, env });
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/newest first; page\[after\] is exclusive/);
    expect(stdout).toMatch(/It is sound and holds 250 events/);
    const status = JSON.parse((await runCli(['status', '--json'], { cwd })).stdout);
    expect(status.workspaces[0].requests.last_minute).toBe(simulator.requestCount);
  });

  it('refuses the token of another workspace, with the words of sync', async () => {
    const other = 'the-token-of-another-workspace';
    const simulator = await simulate({
      tokens: [],
      workspaces: [
        { id: 5, token: TOKEN },
        { id: 7, token: other },
      ],
    });
    const cwd = await makeFolder();
    // A tail in which nothing happened shows no workspace: the second sync looks back far enough.
    const args = [...flagsFor(simulator), '--backfill-start-time', '30d', '--lookback', '30d'];
    expect((await runCli(['sync', ...args], { cwd, env })).code).toBe(0);
    const [check, sync] = [
      await runCli(['check', ...args], { cwd, env: { WORKATO_API_TOKEN: other } }),
      await runCli(['sync', ...args], { cwd, env: { WORKATO_API_TOKEN: other } }),
    ];
    expect({ check: check.code, sync: sync.code }, check.stdout).toEqual({ check: 2, sync: 2 });
    const message = /Workspace "default" now answers.*/.exec(check.stdout)?.[0] ?? 'nothing';
    expect(message).toContain('of Workato workspace 7; until now it was 5');
    expect(sync.stderr).toContain(message);
  });

  it('refuses another address under a known name, with the words of sync, and asks nobody', async () => {
    const [one, other] = [await simulate(), await simulate()];
    const cwd = await makeFolder();
    expect((await runCli(['sync', ...flagsFor(one)], { cwd, env })).code).toBe(0);
    const check = await runCli(['check', ...flagsFor(other)], { cwd, env });
    const sync = await runCli(['sync', ...flagsFor(other)], { cwd, env });
    expect({ check: check.code, sync: sync.code }, check.stdout).toEqual({ check: 2, sync: 2 });
    const message = /Workspace "default" leads to.*/.exec(check.stdout)?.[0] ?? 'nothing';
    expect(sync.stderr).toContain(message);
    expect(other.requestCount).toBe(0);
  });

  it('says which destination cannot be written', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const args = ['check', ...flagsFor(simulator), '--to', 'stdout', '--to', 'file:nowhere/out'];
    const { code, stdout } = await runCli(args, { cwd, env });
    expect(code).toBe(75);
    expect(stdout).toMatch(/ok +destination stdout\n +Standard output: /);
    expect(stdout).toMatch(/FAILED +destination file:nowhere\/out\n.*folder/);
  });

  it('says that the journal could not be made, and leaves nothing behind where it could', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const checkWith = (journal: string) =>
      runCli(['check', ...flagsFor(simulator), '--journal', journal], { cwd, env });
    const nowhere = await checkWith('nowhere/journal.db');
    expect(nowhere.code, nowhere.stdout).toBe(2);
    expect(nowhere.stdout).toMatch(
      /FAILED +journal .*nowhere\/journal\.db\n.*folder .*nowhere does not exist/,
    );
    const here = await checkWith('journal.db');
    expect(here.code, here.stdout).toBe(0);
    expect(here.stdout).toMatch(/There is none yet/);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('names the collector that runs', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const collector = await startCli(['run', ...flagsFor(simulator)], { cwd, env });
    await collector.until('stderr', /Collecting\./);
    const { code, stdout } = await runCli(['check', ...flagsFor(simulator)], { cwd, env });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Process ${collector.child.pid} on ${hostname()} collects into it.`);
  });
});
