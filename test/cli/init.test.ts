import { spawn } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { cliPath, makeFolder, runCli, useCli } from '../support/cli.js';
import { simulate, TOKEN } from '../support/simulated.js';

useCli();

/** A terminal with the command on it: answers are typed once their question stands there. */
async function startOnTerminal(args: readonly string[], cwd: string) {
  const command = [process.execPath, await cliPath(), ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', SHELL: '/bin/sh' },
  });
  let shown = '';
  let readTo = 0;
  let look = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  });
  const until = (text: string) =>
    new Promise<void>((resolve, reject) => {
      look = () => {
        const at = shown.indexOf(text, readTo);
        if (at < 0) return;
        readTo = at + text.length;
        look = () => {};
        resolve();
      };
      look();
      ended.then(() => reject(new Error(`ended before "${text}": ${shown}`)));
    });
  return {
    ended,
    until,
    async answer(question: string, text: string) {
      await until(question);
      child.stdin.write(`${text}\r`);
    },
    get shown() {
      return shown;
    },
  };
}

test('a workspace is asked for, tested, and saved; the token is never shown', async () => {
  const simulator = await simulate();
  const cwd = await makeFolder();
  const terminal = await startOnTerminal(['init'], cwd);
  await terminal.answer('Save to', '');
  await terminal.answer('Name of the workspace', 'acme prod');
  await terminal.answer('Number, or the base URL', 'app.workato');
  await terminal.answer('Number, or the base URL', simulator.url);
  await terminal.answer('Embedded', '');
  await terminal.answer('API token', 'wrkaprd-of-nobody-1');
  await terminal.until('hint: ');
  await terminal.answer('Change the answers', '');
  await terminal.answer('Number, or the base URL', simulator.url);
  await terminal.answer('Embedded', '');
  await terminal.answer('API token', TOKEN);
  await terminal.until('It works; the newest event seen is of 2');
  await terminal.answer('History from', 'last week');
  await terminal.answer('History from', '30d');
  await terminal.answer('Deliver events to', './events.ndjson');
  await terminal.until('Saved to workato-audit-logs.yaml');
  expect(await terminal.ended).toBe(0);
  expect(terminal.shown).not.toContain(TOKEN);
  expect(terminal.shown).not.toContain('wrkaprd-of-nobody-1');
  const file = join(cwd, 'workato-audit-logs.yaml');
  expect(parse(await readFile(file, 'utf8'))).toEqual({
    destinations: [{ name: 'archive', type: 'file', path: './events.ndjson' }],
    workspaces: [
      {
        name: 'acme prod',
        base_url: simulator.url,
        api_token: { file: join(cwd, 'acme-prod.token') },
        backfill_start_time: '30d',
      },
    ],
  });
  for (const name of ['workato-audit-logs.yaml', 'acme-prod.token'])
    expect((await stat(join(cwd, name))).mode & 0o777).toBe(0o600);
  const { code, stdout } = await runCli(['sync'], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect((await readFile(join(cwd, 'events.ndjson'), 'utf8')).split('\n').length).toBeGreaterThan(200);
});

test('a workspace is added to a file that there is, under a name that is free', async () => {
  const simulator = await simulate();
  const cwd = await makeFolder();
  const file = join(cwd, 'ours.yaml');
  const source = `# ours\nworkspaces:\n  - name: acme   # production\n    api_token: { env: ACME }\n\ndestinations: []\n`;
  await writeFile(file, source);
  const terminal = await startOnTerminal(['init', '--config', file], cwd);
  await terminal.answer('Name of the workspace', 'acme');
  await terminal.answer('Number, or the base URL', simulator.url);
  await terminal.answer('Embedded', '');
  await terminal.answer('API token', TOKEN);
  await terminal.answer('History from', '');
  await terminal.until('already');
  await terminal.answer('Another name', 'acme-dev');
  await terminal.until('Saved to');
  expect(await terminal.ended).toBe(0);
  const added = `  - name: acme-dev
    base_url: ${simulator.url}
    api_token: { file: ${join(cwd, 'acme-dev.token')} }
`;
  expect((await readFile(file, 'utf8')).replace(added, '')).toBe(source);
});

test('it can be printed, and then nothing is written', async () => {
  const simulator = await simulate();
  const cwd = await makeFolder();
  const terminal = await startOnTerminal(['init'], cwd);
  await terminal.answer('Save to', '-');
  await terminal.answer('Name of the workspace', 'acme');
  await terminal.answer('Number, or the base URL', simulator.url);
  await terminal.answer('Embedded', '');
  await terminal.answer('API token', TOKEN);
  await terminal.answer('History from', '');
  await terminal.until(`base_url: ${simulator.url}`);
  await terminal.until('acme.token');
  expect(await terminal.ended).toBe(0);
  expect(await readdir(cwd)).toEqual([]);
});

test('Ctrl-C ends it, and nothing is written', async () => {
  const cwd = await makeFolder();
  const terminal = await startOnTerminal(['init'], cwd);
  await terminal.answer('Save to', '');
  await terminal.answer('Name of the workspace', '\u0003');
  expect(await terminal.ended).toBe(75);
  expect(await readdir(cwd)).toEqual([]);
});

test('without a terminal it is refused', async () => {
  const cwd = await makeFolder();
  const { code, stderr } = await runCli(['init'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: init asks questions, and there is no terminal.*\nhint: /);
});
