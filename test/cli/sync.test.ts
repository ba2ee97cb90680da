import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkEcs } from '../support/check-ecs.js';
import { checkOcsf } from '../support/check-ocsf.js';
import { cliPath, idsOf, makeFolder, runCli, startCli, useCli } from '../support/cli.js';
import { beforeHistory, flagsFor, simulate, TOKEN } from '../support/simulated.js';

useCli();
const env = { WORKATO_API_TOKEN: TOKEN };

describe('sync', () => {
  it('prints every event once as NDJSON on stdout and nothing else there', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const args = ['sync', ...flagsFor(simulator), '--backfill-start-time', beforeHistory()];
    const first = await runCli(args, { cwd, env });
    expect(first.code, first.stderr).toBe(0);
    const expected = simulator.truth().visibleIds.map(Number);
    expect([...idsOf(first.stdout)].sort()).toEqual([...expected].sort());
    const second = await runCli(args, { cwd, env });
    expect(second).toMatchObject({ code: 0, stdout: '' });
  });

  it('keeps the records byte for byte', async () => {
    const simulator = await simulate({ events: 50 });
    const cwd = await makeFolder();
    const { stdout } = await runCli(
      ['sync', ...flagsFor(simulator), '--backfill-start-time', beforeHistory()],
      { cwd, env },
    );
    for (const line of stdout.trimEnd().split('\n')) {
      expect(line).toBe(simulator.record(String(JSON.parse(line).id)));
    }
  });

  it('asks for no past events without a start time', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    const { code, stdout } = await runCli(['sync', ...flagsFor(simulator)], { cwd, env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('delivers the same events in every format that the configuration names', async () => {
    const simulator = await simulate({ events: 300 });
    const cwd = await makeFolder();
    const destinations = ['envelope', 'ocsf', 'ecs'].map(
      (format) => `  - { name: ${format}, type: file, path: ./${format}.ndjson, format: ${format} }`,
    );
    await writeFile(
      join(cwd, 'workato-audit-logs.yaml'),
      `workspaces:
  - name: acme-prod
    base_url: ${simulator.url}
    api_token: { env: WORKATO_API_TOKEN }
    backfill_start_time: ${beforeHistory()}
    requests_per_minute: 60000
destinations:
${destinations.join('\n')}
`,
    );
    const { code, stderr } = await runCli(['sync'], { cwd, env });
    expect(code, stderr).toBe(0);
    const read = async (format: string) =>
      (await readFile(join(cwd, `${format}.ndjson`), 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const expected = [...simulator.truth().visibleIds].sort();
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));

    const envelopes = await read('envelope');
    expect(envelopes.map(({ event }) => String(event.id)).sort()).toEqual(expected);
    expect(new Set(envelopes.map((envelope) => envelope.collector_version))).toEqual(new Set([version]));
    const ocsf = await read('ocsf');
    expect(ocsf.map(({ metadata }) => metadata.original_event_uid).sort()).toEqual(expected);
    expect(ocsf.flatMap((event) => checkOcsf(event))).toEqual([]);
    const ecs = await read('ecs');
    expect(ecs.map(({ event }) => event.id).sort()).toEqual(expected);
    expect(ecs.flatMap((document) => checkEcs(document))).toEqual([]);
  });

  it('writes to a file, with a token from a file and everything from a configuration file', async () => {
    const simulator = await simulate();
    const cwd = await makeFolder();
    await writeFile(join(cwd, 'token'), `${TOKEN}\n`, { mode: 0o600 });
    await writeFile(
      join(cwd, 'workato-audit-logs.yaml'),
      `journal: ./kept.db
workspaces:
  - name: acme-prod
    base_url: ${simulator.url}/
    api_token: { file: ./token }
    backfill_start_time: ${beforeHistory()}
    requests_per_minute: 60000
destinations:
  - { name: archive, type: file, path: ./events.ndjson, format: raw }
`,
    );
    const { code, stdout, stderr } = await runCli(['sync'], { cwd });
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
    expect(idsOf(await readFile(join(cwd, 'events.ndjson'), 'utf8'))).toHaveLength(250);
  });

  it('counts what it stored, and when it delivered, although the pull fails', async () => {
    const simulator = await simulate({ events: 1000, faults: ['9-:500'] });
    const cwd = await makeFolder();
    const flags = ['--backfill-start-time', '30d', '--to', 'file:out.ndjson', '--give-up-after', '1s'];
    const { code, stderr } = await runCli(['sync', ...flagsFor(simulator), ...flags], { cwd, env });
    expect(code, stderr).toBe(75);
    const lines = (await readFile(join(cwd, 'out.ndjson'), 'utf8')).trimEnd().split('\n').length;
    expect(lines).toBeGreaterThan(50);
    expect(stderr).toMatch(
      new RegExp(`Not everything could be done\\. stored=${lines} delivered=${lines} failed=1`),
    );
    const status = JSON.parse((await runCli(['status', '--json'], { cwd })).stdout);
    expect(status.destinations[0].last_success_at).toMatch(/^\d{4}-/);
    expect(status.workspaces[0].last_success_at).toMatch(/^\d{4}-/);
  });

  it('shows that it waits for the budget', async () => {
    const simulator = await simulate({ events: 1000 });
    const cwd = await makeFolder();
    const flags = ['--backfill-start-time', '30d', '--requests-per-minute', '3', '--to', 'file:out.ndjson'];
    await startCli(['sync', '--base-url', simulator.url, ...flags], { cwd, env });
    const status = async () => (await runCli(['status', '--json'], { cwd })).stdout;
    await expect.poll(status, { timeout: 20_000, interval: 500 }).toContain('"state": "waiting for budget"');
    expect((await runCli(['status'], { cwd })).stdout).toMatch(/state +waiting for budget for/);
  });

  it('prints events in columns', async () => {
    const simulator = await simulate({ events: 60 });
    const cwd = await makeFolder();
    await runCli(['sync', ...flagsFor(simulator), '--backfill-start-time', '30d'], { cwd, env });
    const { stdout } = await runCli(['events', '--limit', '60'], { cwd });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(60);
    const columns = new Set(
      lines.map((line) =>
        /^(\S+ +#\d+ +default +)\S+ +/
          .exec(line)
          ?.map((part) => part.length)
          .join(),
      ),
    );
    expect(columns.size).toBe(1);
  });

  it('says once that a file cannot be written, at the first failure', async () => {
    const simulator = await simulate({ events: 10 });
    const flags = ['--backfill-start-time', '30d', '--to', 'file:nowhere/out', '--give-up-after', '1s'];
    const { stderr } = await runCli(['sync', ...flagsFor(simulator), ...flags], {
      cwd: await makeFolder(),
      env,
    });
    expect(stderr).not.toMatch(/Trouble with destination/);
    expect(stderr).toMatch(/A destination cannot be written.*retry_in_seconds/);
  });

  it('logs JSON lines with --log-format json', async () => {
    const simulator = await simulate({ events: 10 });
    const cwd = await makeFolder();
    const { stderr } = await runCli(['sync', ...flagsFor(simulator), '--log-format', 'json'], { cwd, env });
    const entries = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.at(-1)).toMatchObject({ level: 'info', message: 'Done.', stored: 0 });
  });

  it('ends cleanly when stdout is closed, and goes on where it was', async () => {
    const simulator = await simulate({ events: 1000 });
    const cwd = await makeFolder();
    const main = await cliPath();
    const flags = [...flagsFor(simulator), '--backfill-start-time', beforeHistory()].join(' ');
    const script = `'${process.execPath}' '${main}' sync ${flags} 2>err | head -1; exit \${PIPESTATUS[0]}`;
    const cut = await promisify(execFile)('bash', ['-c', script], {
      cwd,
      env: { ...process.env, ...env },
    }).catch((error: unknown) => error as { code: number; stdout: string });
    expect(cut).toMatchObject({ code: 75 });
    const stderr = await readFile(join(cwd, 'err'), 'utf8');
    expect(stderr).toMatch(/Standard output was closed/);
    expect(stderr).not.toMatch(/\n\s+at /);
    const rest = await runCli(['sync', ...flags.split(' ')], { cwd, env });
    expect(rest.code).toBe(0);
    const ids = new Set([...idsOf(cut.stdout), ...idsOf(rest.stdout)]);
    // At most the batches that the pipe had swallowed are missing from these two, and none from the journal.
    expect(ids.size).toBeGreaterThanOrEqual(1000 - 300);
    const events = await runCli(['events', '--json', '--limit', '2000'], { cwd });
    expect(idsOf(events.stdout)).toHaveLength(1000);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'stops on %s with exit 75, and the next one goes on',
    async (signal) => {
      const simulator = await simulate({ latencyMs: 200, events: 1000 });
      const cwd = await makeFolder();
      const args = [
        'sync',
        ...flagsFor(simulator),
        '--backfill-start-time',
        beforeHistory(),
        '--to',
        'file:out.ndjson',
      ];
      const running = await startCli([...args, '--log-level', 'debug'], { cwd, env });
      await running.until('stderr', /stored=[1-9]/);
      running.child.kill(signal);
      const { code, stderr } = await running.ended;
      expect(code, stderr).toBe(75);
      expect(stderr).toMatch(/Stopped before the end.* stored=[1-9]\d*/);
      expect(stderr).not.toMatch(/Not everything|failed=/);
      simulator.behave({ latencyMs: 0 });
      expect((await runCli(args, { cwd, env })).code).toBe(0);
      const ids = idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8'));
      expect(ids).toHaveLength(1000);
      expect(new Set(ids).size).toBe(1000);
    },
  );
});
