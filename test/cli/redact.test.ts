import { createHmac } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, runCli, useCli } from '../support/cli.js';
import { beforeHistory, simulate, TOKEN } from '../support/simulated.js';

useCli();
const KEY = '7f3a-pseudonym+key/0123456789==';
const token = { WORKATO_API_TOKEN: TOKEN };
const env = { ...token, PSEUDONYM_KEY: KEY };
const KEY_FORMS = [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64')];

interface Line {
  event_type: string;
  user?: { name?: string; email?: string } | null;
  details?: { request?: object } | null;
}

/** A folder with a configuration: everything as it is in one file, in another what may leave the house. */
async function setUp(filter = '') {
  const simulator = await simulate();
  const cwd = await makeFolder();
  const configure = (shape: string) =>
    writeFile(
      join(cwd, 'workato-audit-logs.yaml'),
      `workspaces:
  - name: acme
    base_url: ${simulator.url}
    api_token: { env: WORKATO_API_TOKEN }
    backfill_start_time: ${beforeHistory()}
    requests_per_minute: 60000
destinations:
  - { name: all, type: file, path: ./all.ndjson }
  - name: siem
    type: file
    path: ./siem.ndjson
${shape}    redact:
      drop: [details.request]
      pseudonymise: [user.email, user.name]
      key: { env: PSEUDONYM_KEY }
`,
    );
  await configure(filter);
  const read = async (name: string) =>
    (await readFile(join(cwd, name), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Line => JSON.parse(line));
  return { cwd, configure, read };
}

const EXCLUDE_RECIPES = '    filter: { exclude_event_types: ["recipe_*"] }\n';

describe('a destination with a filter and fields to redact', () => {
  it('gets what it may see, while another gets everything; status counts the rest', async () => {
    const { cwd, read } = await setUp(EXCLUDE_RECIPES);
    const { code, stderr } = await runCli(['sync'], { cwd, env });
    expect(code, stderr).toBe(0);
    const all = await read('all.ndjson');
    const wanted = all.filter(({ event_type }) => !event_type.startsWith('recipe_'));
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.length).toBeLessThan(all.length - 10);
    expect(wanted.some(({ user, details }) => user?.email && user.name && details?.request)).toBe(true);
    expect(await read('siem.ndjson')).toEqual(wanted.map(asShown));
    const status = JSON.parse((await runCli(['status', '--json'], { cwd })).stdout);
    expect(status.destinations[1]).toMatchObject({
      name: 'siem',
      events: { delivered: wanted.length, filtered: all.length - wanted.length, dead_lettered: 0 },
    });
    expect((await runCli(['status'], { cwd })).stdout).toMatch(
      new RegExp(`siem +ok +${all.length} +0 +${wanted.length} +${all.length - wanted.length} +0`),
    );
  });

  it('check says which fields lead nowhere, once there are events', async () => {
    const mistyped = `    redact: { drop: [details.request.ip_adress, user.email] }
  - name: other
    type: file
    path: ./other.ndjson
`;
    const { cwd } = await setUp(mistyped);
    const complaint =
      /ok {6}destination siem\n.*\n +In 250 of the newest events there is no details\.request\.ip_adress: /;
    expect((await runCli(['check'], { cwd, env })).stdout).not.toMatch(complaint);
    expect((await runCli(['sync'], { cwd, env })).code).toBe(0);
    const { code, stdout } = await runCli(['check'], { cwd, env });
    expect(stdout).toMatch(complaint);
    expect(stdout.match(/newest events/g)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('is told where its key is missing, and replays only with it; status needs none', async () => {
    const { cwd, read } = await setUp();
    const without = await runCli(['sync'], { cwd, env: token });
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(/destinations\[1\]\.redact\.key .*the environment variable .* is not set/);
    expect((await runCli(['sync'], { cwd, env })).code).toBe(0);
    expect((await runCli(['status'], { cwd })).code).toBe(0);
    const replay = ['replay', '--destination', 'siem', '--from', '1'];
    expect((await runCli(replay, { cwd })).code).toBe(2);
    expect(await read('siem.ndjson')).toHaveLength(250);
    expect((await runCli(replay, { cwd, env: { PSEUDONYM_KEY: KEY } })).code).toBe(0);
    const twice = await read('siem.ndjson');
    expect(twice.slice(250)).toEqual(twice.slice(0, 250));
  });

  it('gets what a changed filter lets through only from its place on', async () => {
    const { cwd, configure, read } = await setUp('    filter: { include_event_types: [no_such_type] }\n');
    expect((await runCli(['sync'], { cwd, env })).code).toBe(0);
    expect(await read('siem.ndjson')).toHaveLength(0);
    await configure('');
    expect((await runCli(['sync'], { cwd, env })).code).toBe(0);
    expect(await read('siem.ndjson')).toHaveLength(0);
    expect((await runCli(['replay', '--destination', 'siem', '--from', '1'], { cwd, env })).code).toBe(0);
    expect(await read('siem.ndjson')).toHaveLength(250);
  });

  it('shows its key nowhere, at the most talkative (I6)', async () => {
    const { cwd } = await setUp();
    const misplaced = await makeFolder();
    await writeFile(
      join(misplaced, 'c.yaml'),
      `destinations: [{ name: a, type: stdout, redact: { pseudonymise: [user], key: "${KEY}" } }]`,
    );
    const runs = [
      await runCli(['check', '--log-level', 'debug'], { cwd, env }),
      await runCli(['sync', '--log-level', 'debug'], { cwd, env }),
      await runCli(['status', '--json'], { cwd, env }),
      await runCli(['events', '--json'], { cwd, env }),
      await runCli(['sync', '--config', 'c.yaml', '--log-level', 'debug'], { cwd: misplaced, env }),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2]);
    const files = await Promise.all((await readdir(cwd)).map((name) => readFile(join(cwd, name), 'latin1')));
    for (const text of [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...files]) {
      for (const form of KEY_FORMS) expect(text).not.toContain(form);
    }
  });
});

/** What the settings above make of a record. */
function asShown(line: Line): Line {
  const shown = structuredClone(line);
  if (shown.details) delete shown.details.request;
  if (shown.user?.email) shown.user.email = pseudonym(shown.user.email);
  if (shown.user?.name) shown.user.name = pseudonym(shown.user.name);
  return shown;
}

function pseudonym(value: string): string {
  return `pseudonym:${createHmac('sha256', KEY).update(value).digest('hex').slice(0, 32)}`;
}
