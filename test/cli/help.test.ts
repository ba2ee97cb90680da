import { describe, expect, it } from 'vitest';
import { makeFolder, runCli, useCli } from '../support/cli.js';

useCli();
const COMMANDS = [
  'demo',
  'init',
  'check',
  'sync',
  'run',
  'status',
  'events',
  'replay',
  'backfill',
  'alert-test',
  'simulate',
];

describe('help', () => {
  it.each(COMMANDS)('%s shows examples', async (command) => {
    const { code, stdout, stderr } = await runCli([command, '--help'], { cwd: await makeFolder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`Usage: workato-audit-logs ${command}`));
    expect(stdout).toMatch(/Examples:\n {2}\$ workato-audit-logs /);
  });

  it('lists every command and the exit codes', async () => {
    const { code, stdout } = await runCli(['--help'], { cwd: await makeFolder() });
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command}`);
    expect(stdout).toMatch(/3 token or privilege/);
  });

  it('prints the version alone', async () => {
    const { code, stdout } = await runCli(['--version'], { cwd: await makeFolder() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});
