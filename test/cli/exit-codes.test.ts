import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { cliPath, makeFolder, runCli, useCli } from '../support/cli.js';
import { flagsFor, simulate, TOKEN } from '../support/simulated.js';

useCli();
const env = { WORKATO_API_TOKEN: TOKEN };
const impatient = ['--give-up-after', '1s'];

describe('usage and configuration end with 2', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['nothing at all', [], /Usage:/],
    ['an unknown command', ['snyc'], /unknown command 'snyc'\s*\(Did you mean sync\?\)/],
    ['an unknown flag', ['sync', '--lookbak', '1m'], /unknown option '--lookbak'/],
    ['a token on the command line', ['sync', '--api-token', TOKEN], /unknown option '--api-token'/],
    [
      'a wrong duration',
      ['sync', '--lookback', 'soon'],
      /--lookback: "soon" is not accepted; expected a duration/,
    ],
    ['an argument too many', ['sync', 'now'], /too many arguments/],
    ['a wrong log level', ['sync', '--log-level', 'loud'], /Allowed choices are debug, info, warn, error/],
    [
      'a missing file',
      ['sync', '--config', 'nowhere.yaml'],
      /nowhere\.yaml: the configuration file cannot be read/,
    ],
    ['status without a journal', ['status'], /journal/],
    ['events without a journal', ['events'], /journal/],
    ['replay without a journal', ['replay', '--from', '1'], /journal/],
    ['a backfill without a beginning', ['backfill'], /required option '--from/],
    ['a backfill into the future', ['backfill', '--from', '2999-01-01'], /--from: .*before now/],
    ['a wrong limit', ['events', '--limit', 'all'], /--limit: "all"/],
    ['a wrong port', ['simulate', '--port', '70000'], /--port: "70000"/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: await makeFolder(), env });
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr).not.toContain(TOKEN);
  });

  it('a missing token', async () => {
    const { code, stderr } = await runCli(['sync'], { cwd: await makeFolder() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/WORKATO_API_TOKEN is not set.*Workspace admin > API clients/);
  });

  it('a token file that is not there', async () => {
    const { code, stderr } = await runCli(['sync', '--api-token-file', 'nowhere'], {
      cwd: await makeFolder(),
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/token file .*nowhere cannot be read/);
  });

  it('a workspace that leads elsewhere than before', async () => {
    const [one, other] = [await simulate({ events: 0 }), await simulate({ events: 0 })];
    const cwd = await makeFolder();
    expect((await runCli(['sync', ...flagsFor(one)], { cwd, env })).code).toBe(0);
    const { code, stderr } = await runCli(['sync', ...flagsFor(other)], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/hint: /);
  });
});

describe('token and privilege end with 3', () => {
  it.each(['sync', 'check'])('%s with a wrong token', async (command) => {
    const simulator = await simulate();
    const wrong = { WORKATO_API_TOKEN: 'a-wrong-token' };
    const { code, stdout, stderr } = await runCli([command, ...flagsFor(simulator)], {
      cwd: await makeFolder(),
      env: wrong,
    });
    expect(code).toBe(3);
    expect(stdout + stderr).toMatch(/401/);
    expect(simulator.requestCount).toBeLessThanOrEqual(2);
  });

  it.each(['sync', 'check'])('%s without the privilege', async (command) => {
    const simulator = await simulate({ forbidden: true });
    const { code, stdout, stderr } = await runCli([command, ...flagsFor(simulator)], {
      cwd: await makeFolder(),
      env,
    });
    expect(code).toBe(3);
    expect(stdout + stderr).toMatch(/GET \/api\/activity_logs/);
  });

  it('one bad workspace of two, and the good one is synced', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const workspaces = ['GOOD', 'BAD'].map(
      (name) =>
        `  - { name: ${name}, base_url: "${simulator.url}", api_token: { env: ${name} }, requests_per_minute: 60000, backfill_start_time: 2026-01-01 }`,
    );
    await writeFile(join(cwd, 'c.yaml'), `workspaces:\n${workspaces.join('\n')}\n`);
    const tokens = { GOOD: TOKEN, BAD: 'a-wrong-token' };
    const { code, stdout, stderr } = await runCli(['sync', '--config', 'c.yaml'], { cwd, env: tokens });
    expect(code, stderr).toBe(3);
    expect(stdout.trimEnd().split('\n')).toHaveLength(250);
    expect(stderr).toMatch(/workspace BAD: /);
    expect(stderr).not.toContain('a-wrong-token');
  });
});

describe('what may pass ends with 75', () => {
  it.each<[string, SimulatorOptions]>([
    ['5xx', { faults: ['*:503'] }],
    ['429 with a long Retry-After', { requestsPerMinute: 1 }],
    ['resets', { faults: ['*:reset'] }],
    ['HTML', { faults: ['*:html'] }],
    ['truncated JSON', { faults: ['*:truncated'] }],
    ['an error object', { faults: ['*:error-object'] }],
  ])('%s', async (_, options) => {
    const simulator = await simulate(options);
    const { code, stdout, stderr } = await runCli(['sync', ...flagsFor(simulator), ...impatient], {
      cwd: await makeFolder(),
      env,
    });
    expect({ code, stdout }, stderr).toEqual({ code: 75, stdout: '' });
    expect(stderr).toMatch(/error: workspace default: /);
  });

  it('nobody listening', async () => {
    const args = ['sync', '--base-url', 'http://127.0.0.1:1', ...impatient];
    const { code, stderr } = await runCli(args, { cwd: await makeFolder(), env });
    expect(code).toBe(75);
    expect(stderr).toMatch(/refused/);
  });

  it('a destination that takes nothing, while the journal gets everything', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const args = ['sync', ...flagsFor(simulator), '--backfill-start-time', '2026-01-01'];
    const to = ['--to', 'file:missing/out.ndjson'];
    const { code, stderr } = await runCli([...args, ...to, ...impatient], { cwd, env });
    expect(code, stderr).toBe(75);
    expect(stderr).toMatch(/missing\/out\.ndjson/);
    await mkdir(join(cwd, 'missing'));
    const again = await runCli([...args, ...to], { cwd, env });
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toMatch(/delivered=250/);
  });
});

describe('a journal that cannot be used ends with 1 or 2, and is left as it is', () => {
  it.each([
    ['no SQLite file', 'this is no database, and it is long enough to be looked at twice'],
    ['an empty file', ''],
  ])('%s', async (_, content) => {
    const cwd = await makeFolder();
    await writeFile(join(cwd, 'workato-audit-logs.db'), content);
    const { code, stderr } = await runCli(['sync'], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/hint: /);
  });

  it('a folder that is not there', async () => {
    const { code, stderr } = await runCli(['sync', '--journal', 'nowhere/j.db'], {
      cwd: await makeFolder(),
      env,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/nowhere/);
  });

  it.skipIf(process.getuid?.() === 0)('a folder that is read-only', async () => {
    const cwd = await makeFolder();
    await chmod(cwd, 0o500);
    expect((await runCli(['sync'], { cwd, env })).code).toBe(2);
    await chmod(cwd, 0o700);
  });
});

it.skipIf(process.platform !== 'linux')('an answer that a full disk does not take ends with 75', async () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(
    process.execPath,
    [await cliPath(), 'check', '--base-url', 'http://127.0.0.1:9'],
    { cwd: await makeFolder(), env, stdio: ['ignore', full, 'pipe'], encoding: 'utf8' },
  );
  closeSync(full);
  expect(status).toBe(75);
  expect(stderr).toMatch(/^error: Cannot write to standard output: .*no space left.*\nhint: Free space/);
});
