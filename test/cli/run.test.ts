import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idsOf, makeFolder, type RunningCli, runCli, startCli, useCli } from '../support/cli.js';
import { beforeHistory, flagsFor, simulate, TOKEN } from '../support/simulated.js';

useCli();
const env = { WORKATO_API_TOKEN: TOKEN };
const quick = ['--poll-interval', '200ms', '--log-level', 'debug'];

async function stop(running: RunningCli): Promise<number | null> {
  running.child.kill('SIGTERM');
  return (await running.ended).code;
}

describe('run', () => {
  it('delivers history and then what is new, and ends with 0 when told to', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const args = ['run', ...flagsFor(simulator), '--backfill-start-time', beforeHistory(), ...quick];
    const running = await startCli(args, { cwd, env });
    await running.until('stderr', /purpose=tail/);
    const id = simulator.add();
    // What is new does not wait for history to be complete.
    await running.until('stdout', new RegExp(`"id":${id}\\b`));
    await expect.poll(() => running.stdout.split('\n').length, { timeout: 20_000 }).toBe(252);
    expect(await stop(running)).toBe(0);
    const ids = idsOf(running.stdout);
    expect(ids).toHaveLength(251);
    expect(new Set(ids).size).toBe(251);
  });

  it('ends at once on a second signal', async () => {
    const simulator = await simulate({ latencyMs: 500 });
    const running = await startCli(['run', ...flagsFor(simulator), ...quick], {
      cwd: await makeFolder(),
      env,
    });
    await running.until('stderr', /Collecting/);
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    expect([0, 75]).toContain((await running.ended).code);
  });

  it('lets status and events read, refuses a second collector, and carries out orders', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const running = await startCli(['run', ...flagsFor(simulator), ...quick, '--to', 'file:out.ndjson'], {
      cwd,
      env,
    });
    await running.until('stderr', /purpose=tail/);

    const second = await runCli(['sync', ...flagsFor(simulator)], { cwd, env });
    expect(second.code, second.stderr).toBe(75);
    expect(second.stderr).toContain(String(running.child.pid));

    const backfill = await runCli(['backfill', '--from', beforeHistory()], { cwd });
    expect(backfill.code, backfill.stderr).toBe(0);
    await running.until('stderr', /A backfill was ordered and begins/);
    await expect
      .poll(
        async () => (await runCli(['events', '--json', '--limit', '999'], { cwd })).stdout.split('\n').length,
        {
          timeout: 15_000,
        },
      )
      .toBe(251);

    await expect
      .poll(async () => idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8')).length, { timeout: 10_000 })
      .toBe(250);
    const replay = await runCli(['replay', '--from', '241', '--to', 'file:out.ndjson'], { cwd });
    expect(replay.code, replay.stderr).toBe(0);
    await expect
      .poll(async () => idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8')).length, { timeout: 10_000 })
      .toBe(260);

    const status = JSON.parse((await runCli(['status', '--json'], { cwd })).stdout);
    expect(status.collector.pid).toBe(running.child.pid);
    expect(status.workspaces[0]).toMatchObject({ name: 'default', state: 'ok', events: { stored: 250 } });
    expect(status.destinations[0]).toMatchObject({ waiting: 0, events: { delivered: 250, replayed: 10 } });
    expect(await stop(running)).toBe(0);
  });

  it('goes on when the token changes, and catches up', async () => {
    const simulator = await simulate({ tokens: ['the-first-token'] });
    const cwd = await makeFolder();
    const token = join(cwd, 'token');
    await writeFile(token, 'an-old-token', { mode: 0o600 });
    const args = [
      'run',
      ...flagsFor(simulator),
      '--api-token-file',
      token,
      '--backfill-start-time',
      beforeHistory(),
    ];
    const running = await startCli([...args, '--poll-interval', '60s'], { cwd });
    await running.until('stderr', /Trouble with workspace default/);
    const refused = simulator.requestCount;
    const status = JSON.parse((await runCli(['status', '--json'], { cwd })).stdout);
    expect(status.workspaces[0]).toMatchObject({
      state: 'token refused',
      trouble: { code: 'AUTHENTICATION_FAILED' },
    });
    expect(simulator.requestCount).toBe(refused);
    await writeFile(token, 'the-first-token');
    await running.until('stderr', /Working again: workspace default/);
    await expect
      .poll(() => idsOf(running.stdout.replace(/[^\n]*$/, '')).length, { timeout: 15_000 })
      .toBe(250);
    expect(await stop(running)).toBe(0);
    expect(running.stderr).not.toMatch(/an-old-token|the-first-token/);
  });

  it('says once that the token is refused, however often it is', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const args = ['run', ...flagsFor(simulator), '--poll-interval', '100ms', '--to', 'file:out.ndjson'];
    const running = await startCli(args, { cwd, env: { WORKATO_API_TOKEN: 'a-wrong-token' } });
    await expect.poll(() => simulator.requestCount, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
    const text = (await runCli(['status'], { cwd })).stdout;
    expect(text.match(/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}/g)).toHaveLength(1);
    expect(await stop(running)).toBe(0);
    expect(running.stderr.match(/Trouble with workspace/g)).toHaveLength(1);
    expect(running.stderr).not.toMatch(/stored=|Not everything/);
  });

  it('keeps a good workspace going beside a bad one', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const entry = (name: string) =>
      `  - { name: ${name}, base_url: "${simulator.url}", api_token: { env: ${name} }, poll_interval: 200ms, requests_per_minute: 60000 }`;
    await writeFile(join(cwd, 'workato-audit-logs.yaml'), `workspaces:\n${entry('BAD')}\n${entry('GOOD')}\n`);
    const running = await startCli(['run', '--log-level', 'debug'], {
      cwd,
      env: { BAD: 'a-bad-token', GOOD: TOKEN },
    });
    await running.until('stderr', /workspace=GOOD purpose=tail/);
    const id = simulator.add();
    await running.until('stdout', new RegExp(`"id":${id}\\b`));
    expect(running.stderr).toMatch(/Trouble with workspace BAD/);
    expect(await stop(running)).toBe(0);
  });

  it('survives kill -9 at any moment: nothing lost, nothing twice in a file', async () => {
    const simulator = await simulate({ events: 3000, latencyMs: 5 });
    const cwd = await makeFolder();
    const args = [
      'run',
      ...flagsFor(simulator),
      '--backfill-start-time',
      beforeHistory(),
      '--to',
      'file:out.ndjson',
    ];
    for (const stored of [1, 400, 1200]) {
      const running = await startCli([...args, ...quick], { cwd, env });
      let seen = 0;
      await new Promise<void>((resolve) => {
        running.child.stderr.on('data', (text: string) => {
          for (const [, count] of text.matchAll(/stored=(\d+)/g)) seen += Number(count);
          if (seen >= stored) resolve();
        });
        running.ended.then(() => resolve());
      });
      running.child.kill('SIGKILL');
      await running.ended;
    }
    expect((await runCli(['sync', ...args.slice(1)], { cwd, env })).code).toBe(0);
    const ids = idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8'));
    expect(ids).toHaveLength(3000);
    expect(new Set(ids)).toEqual(new Set(simulator.truth().visibleIds.map(Number)));
  });
});
