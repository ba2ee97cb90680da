import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idsOf, makeFolder, runCli, startCli, useCli } from '../support/cli.js';

useCli();

describe('demo', () => {
  it('collects a history, then shows live events, and tidies up on Ctrl-C', async () => {
    const args = ['demo', '--events', '300', '--live-per-minute', '600'];
    const running = await startCli(args, { cwd: await makeFolder() });
    await running.until('stderr', /History is complete/);
    await running.until('stdout', /#3\d\d +demo +/);
    const journal = /journal=(\S+)/.exec(running.stderr)?.[1] ?? '';
    expect(existsSync(journal)).toBe(true);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(0);
    expect(existsSync(journal)).toBe(false);
    expect(stderr).not.toMatch(/Warning/);
  });

  it('ends by itself after --duration and keeps what --keep names', async () => {
    const cwd = await makeFolder();
    const { code, stderr } = await runCli(['demo', '--events', '100', '--duration', '2s', '--keep', 'kept'], {
      cwd,
    });
    expect(code, stderr).toBe(0);
    const status = await runCli(['status', '--journal', 'kept/journal.db'], { cwd });
    expect(status.stdout).toMatch(/workspace demo/);
    const written = await readFile(join(cwd, 'kept/events.ndjson'), 'utf8');
    expect(idsOf(written).length).toBeGreaterThanOrEqual(100);
    const again = await runCli(['demo', '--duration', '2s', '--keep', 'kept'], { cwd });
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/^error: .*kept holds the journal of an earlier demo already\.\nhint: /);
  });

  it.each([
    ['where there is no temporary folder', [], { TMPDIR: '/nowhere' }],
    ['where --keep names a folder in none', ['--keep', 'nowhere/kept'], {}],
    // Made with its parents, this one kept Node busy for ever.
    ['where --keep names what cannot be made', ['--keep', '/proc/kept'], {}],
  ])('says so %s', async (_, flags, environment) => {
    const { code, stderr } = await runCli(['demo', ...flags], { cwd: await makeFolder(), env: environment });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/^error: The demo's folder cannot be made: .*\nhint: Name one with --keep/);
  });
});

describe('simulate', () => {
  it('serves until it is stopped', async () => {
    const cwd = await makeFolder();
    const running = await startCli(['simulate', '--port', '0', '--events', '20', '--order', 'asc'], { cwd });
    await running.until('stderr', /base_url=http/);
    const url = /base_url=(\S+)/.exec(running.stderr)?.[1] ?? '';
    const sync = ['sync', '--base-url', url, '--backfill-start-time', '120d'];
    const { stdout } = await runCli(sync, { cwd, env: { WORKATO_API_TOKEN: 'anything' } });
    expect(stdout.trimEnd().split('\n')).toHaveLength(20);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
  });
});
