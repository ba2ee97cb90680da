import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder, runCli, useCli } from '../support/cli.js';
import { beforeHistory, flagsFor, simulate, TOKEN } from '../support/simulated.js';

useCli();
const FORMS = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64'), 'value/1234567890'];

it('shows and keeps no secret anywhere, at the most talkative (I6)', async () => {
  const simulator = await simulate({
    faults: ['2:401', '4:500', '5:html', '6:redirect=https://other.example/'],
  });
  const cwd = await makeFolder();
  const env = { WORKATO_API_TOKEN: TOKEN };
  const flags = [...flagsFor(simulator), '--log-level', 'debug'];
  const runs = [
    await runCli(['check', ...flags], { cwd, env }),
    await runCli(['sync', ...flags, '--backfill-start-time', beforeHistory(), '--to', 'file:out.ndjson'], {
      cwd,
      env,
    }),
    await runCli(['sync', ...flags, '--base-url', `https://user:${TOKEN}@workato.com`], { cwd, env }),
    await runCli(['sync', '--api-token', TOKEN], { cwd, env }),
    await runCli(['status', '--json'], { cwd, env }),
    await runCli(['status'], { cwd, env }),
  ];
  const files = await Promise.all((await readdir(cwd)).map((name) => readFile(join(cwd, name), 'latin1')));
  for (const text of [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...files]) {
    for (const form of FORMS) expect(text).not.toContain(form);
  }
});
