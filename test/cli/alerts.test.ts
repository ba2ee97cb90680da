import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Simulator } from '../../src/simulator/server.js';
import { makeFolder, runCli, startCli, useCli } from '../support/cli.js';
import { startHttpReceiver } from '../support/http-receiver.js';
import { simulate, TOKEN } from '../support/simulated.js';

useCli();
const WRONG = 'a-token-that-nobody-knows';
const PATH = '/services/T000/B000/a-path-that-is-a-secret';

async function receive(answer = { status: 200, body: 'ok' }) {
  const receiver = await startHttpReceiver(() => answer);
  onTestFinished(() => receiver.close());
  const messages = () => receiver.received.map(({ body }) => JSON.parse(body.toString()));
  return { ...receiver, receiver, messages };
}

/** A folder with a configuration of two alerts that lead to HOOK and SLACK. */
async function configure(simulator: Simulator): Promise<string> {
  const cwd = await makeFolder();
  const workspace = `{ name: acme, base_url: "${simulator.url}", api_token: { env: TOKEN } }`;
  const common = 'failing_after: 0s, timeout: 5s';
  await writeFile(
    join(cwd, 'workato-audit-logs.yaml'),
    `journal: ./journal.db
workspaces: [${workspace}]
destinations: []
server: { listen: off }
alerts:
  - { name: on-call, type: webhook, url: { env: HOOK }, headers: { X-Team: audit }, ${common} }
  - { name: channel, type: slack, url: { env: SLACK }, ${common}, on: [failing] }
`,
  );
  return cwd;
}

it('tells from cron what is wrong once, and once more when it is over', async () => {
  const [hook, slack] = [await receive(), await receive()];
  const cwd = await configure(await simulate({ events: 3 }));
  const env = { HOOK: `${hook.url}${PATH}`, SLACK: `${slack.url}${PATH}` };
  for (let run = 0; run < 2; run += 1) {
    const { code, stderr } = await runCli(['sync'], { cwd, env: { ...env, TOKEN: WRONG } });
    expect(code, stderr).toBe(3);
    expect(stderr).not.toContain(PATH);
  }
  expect((await runCli(['sync'], { cwd, env: { ...env, TOKEN } })).code).toBe(0);
  expect(hook.messages()).toMatchObject([
    {
      version: 1,
      alert: 'on-call',
      kind: 'failing',
      recovered: null,
      subject: 'workspace acme',
      code: 'AUTHENTICATION_FAILED',
      collector_version: expect.stringMatching(/^\d+\.\d+/),
      journal_id: expect.stringMatching(/^[\da-f-]{36}$/),
    },
    { kind: 'recovered', recovered: 'failing', subject: 'workspace acme' },
  ]);
  expect(hook.receiver.received[0]).toMatchObject({
    method: 'POST',
    path: PATH,
    headers: { 'x-team': 'audit' },
  });
  expect(slack.messages()).toEqual([
    { text: expect.stringMatching(/^Failing: workspace acme\n.*401.*\nWhat to do: /), mrkdwn: false },
  ]);
  expect(JSON.stringify([...hook.messages(), ...slack.messages()])).not.toContain(WRONG);
});

it('sends in the next run what could not be sent, and collects meanwhile', async () => {
  const [hook, slack] = [await receive(), await receive()];
  const cwd = await configure(await simulate({ events: 3 }));
  const env = { HOOK: `${hook.url}${PATH}`, SLACK: 'not an address', TOKEN: WRONG };
  const comeBack = await hook.receiver.faults.goDown();
  const first = await runCli(['sync', '--log-format', 'json'], { cwd, env });
  expect(first.code).toBe(3);
  expect(first.stderr.match(/An alert could not be sent/g)).toHaveLength(6);
  await comeBack();
  expect((await runCli(['sync'], { cwd, env })).code).toBe(3);
  expect(hook.messages()).toMatchObject([{ kind: 'failing' }]);
  expect(slack.messages()).toEqual([]);
});

it('tells while it runs', async () => {
  const [hook, slack] = [await receive(), await receive()];
  const cwd = await configure(await simulate({ events: 3 }));
  const env = { HOOK: hook.url, SLACK: slack.url, TOKEN: WRONG };
  const running = await startCli(['run'], { cwd, env });
  await running.until('stderr', /An alert was sent[\s\S]*An alert was sent/);
  running.child.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
  expect([...hook.messages(), ...slack.messages()]).toHaveLength(2);
}, 30_000);

it('checks each alert without waking anybody', async () => {
  const hook = await receive();
  const cwd = await configure(await simulate({ events: 3 }));
  const env = {
    TOKEN,
    HOOK: `${hook.url}${PATH}`,
    SLACK: 'two addresses: https://a.example https://b.example',
  };
  const { code, stdout, stderr } = await runCli(['check'], { cwd, env });
  expect(code, stderr).toBe(2);
  expect(stdout).toMatch(/ok {6}alert on-call\n.*alert-test/);
  expect(stdout).toMatch(/FAILED {2}alert channel\n.*CONFIG_INVALID: .*is not an address/);
  expect(stdout + stderr).not.toContain(PATH);
  expect(hook.messages()).toEqual([]);
});

it('tests each alert and tells what came of it', async () => {
  const [hook, slack] = [await receive(), await receive({ status: 404, body: 'no_service' })];
  const cwd = await configure(await simulate({ events: 3 }));
  const env = { HOOK: `${hook.url}${PATH}`, SLACK: `${slack.url}${PATH}` };
  const all = await runCli(['alert-test'], { cwd, env });
  expect(all.code, all.stderr).toBe(1);
  expect(all.stdout).toMatch(/^ok {6}alert on-call\n.*taken\.\nFAILED {2}alert channel\n.*404: no_service\n/);
  expect(all.stdout + all.stderr).not.toContain(PATH);
  expect(hook.messages()).toMatchObject([{ kind: 'test', alert: 'on-call', journal_id: null }]);
  expect((await runCli(['alert-test', '--name', 'on-call'], { cwd, env })).code).toBe(0);
  const unknown = await runCli(['alert-test', '--name', 'nobody'], { cwd, env });
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('on-call, channel') });
  const unset = await runCli(['alert-test'], { cwd, env: { HOOK: hook.url } });
  expect(unset).toMatchObject({ code: 2, stderr: expect.stringContaining('SLACK is not set') });
  const none = await runCli(['alert-test'], { cwd: await makeFolder() });
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('No alert is configured') });
});
