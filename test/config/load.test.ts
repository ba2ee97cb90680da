import { link, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '../../src/config/config.js';
import { exportConfigSchema } from '../../src/config/config-schema.js';
import type { ConfigFlags, Environment } from '../../src/config/flag-entries.js';
import { loadConfig, parseConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';

const NOW = Date.UTC(2026, 5, 1);
const now = () => NOW;
const TOKEN = 'wrka-a.secret.token';
const environment: Environment = { WORKATO_API_TOKEN: TOKEN, OTHER_TOKEN: 'another.secret.token' };

async function configFile(yaml: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'config-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'c.yaml');
  await writeFile(path, yaml);
  return path;
}

function load(flags: ConfigFlags, env: Environment = environment): Promise<Config> {
  return loadConfig({ flags, now, needsTokens: true, environment: env });
}

async function problemsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error = await loading.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  const { problems, message } = error as ConfigError;
  expect(message).not.toContain(TOKEN);
  return problems.map((problem) => `${problem.path}: ${problem.message}`);
}

const WORKSPACE = `
workspaces:
  - name: acme
    api_token: { env: WORKATO_API_TOKEN }
`;

describe('one workspace by flags and environment', () => {
  it('takes a start time as a span before now, also from a file', async () => {
    const expected = [{ backfillStartTime: NOW - 30 * 86_400_000 }];
    expect((await load({ backfillStartTime: '30d' })).workspaces).toMatchObject(expected);
    const path = await configFile(`${WORKSPACE}    backfill_start_time: 30d\n`);
    expect((await load({ config: path })).workspaces).toMatchObject(expected);
  });

  it('takes --give-up-after together with the workspaces of a file', async () => {
    const path = await configFile(`${WORKSPACE}    give_up_after: 60s\n`);
    expect((await load({ config: path, giveUpAfter: '5s' })).workspaces).toMatchObject([
      { giveUpAfterMs: 5000 },
    ]);
    const two = await configFile(`${WORKSPACE}  - { name: other, api_token: { env: OTHER_TOKEN } }\n`);
    expect(await problemsOf(load({ config: two, giveUpAfter: 'soon' }))).toEqual([
      expect.stringMatching(/^--give-up-after: "soon" is not accepted/),
    ]);
  });

  it('needs the token alone', async () => {
    const config = await load({});
    expect(config.workspaces).toMatchObject([
      {
        name: 'default',
        baseUrl: 'https://www.workato.com',
        managedUserId: null,
        token: { kind: 'environment', variable: 'WORKATO_API_TOKEN', value: TOKEN },
        backfillStartTime: null,
        requestsPerMinute: 60,
        lookbackMs: 600_000,
        pollIntervalMs: 30_000,
        sweepIntervalMs: 6 * 3_600_000,
        sweepReachMs: 2 * 86_400_000,
        giveUpAfterMs: 120_000,
        requestTimeoutMs: 40_000,
      },
    ]);
    expect(config.destinations).toMatchObject([{ name: 'stdout', type: 'stdout', format: 'raw' }]);
    expect(config.journal).toEqual({ path: join(process.cwd(), 'workato-audit-logs.db'), keepDays: null });
  });

  it('lets flags come before environment, and environment before defaults', async () => {
    const env = {
      ...environment,
      WORKATO_BASE_URL: 'https://app.eu.workato.com/',
      WORKATO_JOURNAL: 'from-env.db',
      WORKATO_BACKFILL_START_TIME: '2026-01-01',
    };
    const [fromEnv] = (await load({}, env)).workspaces;
    expect(fromEnv).toMatchObject({
      baseUrl: 'https://app.eu.workato.com',
      backfillStartTime: Date.UTC(2026, 0, 1),
    });
    const flags = {
      baseUrl: 'https://app.jp.workato.com',
      journal: 'from-flag.db',
      backfillStartTime: '2026-02-01T00:00:00+01:00',
    };
    const config = await load(flags, env);
    expect(config.workspaces[0]).toMatchObject({
      baseUrl: 'https://app.jp.workato.com',
      backfillStartTime: Date.UTC(2026, 0, 31, 23),
    });
    expect(config.journal.path).toBe(join(process.cwd(), 'from-flag.db'));
  });

  it('takes several destinations and a token file', async () => {
    const config = await load({ to: ['stdout', 'file:a.ndjson'], apiTokenFile: 'token' }, {});
    expect(config.destinations.map(({ name, type }) => [name, type])).toEqual([
      ['stdout', 'stdout'],
      ['file:a.ndjson', 'file'],
    ]);
    expect(config.workspaces[0]?.token).toEqual({ kind: 'file', path: join(process.cwd(), 'token') });
  });

  it.each<[string, ConfigFlags, Environment, RegExp]>([
    ['no token', {}, {}, /WORKATO_API_TOKEN is not set; expected the API token/],
    ['an empty token', {}, { WORKATO_API_TOKEN: ' ' }, /WORKATO_API_TOKEN is empty/],
    [
      'a duration without a unit',
      { lookback: '10' },
      environment,
      /^--lookback: "10" is not accepted; expected a duration such as 30s/,
    ],
    ['a negative duration', { pollInterval: '-5s' }, environment, /^--poll-interval: "-5s"/],
    [
      'a number that is none',
      { requestsPerMinute: 'many' },
      environment,
      /^--requests-per-minute: "many" .* whole number/,
    ],
    [
      'no requests at all',
      { requestsPerMinute: '0' },
      environment,
      /^--requests-per-minute: "?0"? .* from 1/,
    ],
    [
      'an address with a password',
      { baseUrl: `https://me:${TOKEN}@workato.com` },
      environment,
      /^--base-url: .*not shown/,
    ],
    [
      'a start in the future',
      { backfillStartTime: '2027-01-01' },
      environment,
      /^--backfill-start-time: .*not in the future/,
    ],
    [
      'a time without a zone',
      { backfillStartTime: '2026-01-01T00:00:00' },
      environment,
      /^--backfill-start-time: .*zone/,
    ],
    [
      'a day that is none',
      { backfillStartTime: '2026-02-30' },
      environment,
      /^--backfill-start-time: "2026-02-30"/,
    ],
    ['plain http', { baseUrl: 'http://workato.com' }, environment, /^--base-url: .*https/],
    [
      'an unknown destination',
      { to: ['s3:bucket'] },
      environment,
      /^--to: "s3:bucket" .*stdout or file:PATH/,
    ],
    ['one destination twice', { to: ['file:a', 'file:./a'] }, environment, /^--to: .*same place/],
    [
      'the journal as destination',
      { to: ['file:workato-audit-logs.db'] },
      environment,
      /same place as the journal/,
    ],
  ])('refuses %s', async (_, flags, env, expected) => {
    expect((await problemsOf(load(flags, env))).join('\n')).toMatch(expected);
  });
});

describe('a configuration file', () => {
  it('is read as scripts write it', async () => {
    const config = await load({
      config: await configFile(`
journal: { path: ./j.db, keep_days: 30 }
workspaces:
  - name: acme-prod
    base_url: https://app.eu.workato.com
    api_token: { env: WORKATO_API_TOKEN }      # or { file: /run/secrets/workato }
    backfill_start_time: 2026-01-01T00:00:00Z
    requests_per_minute: 60
    lookback: 10m
    poll_interval: 30s
    managed_user_id: 2100003309
    filters: { include_event_types: [user_login, user_logout], users_ids: [7] }
  - name: acme-test
    api_token: { env: OTHER_TOKEN }
destinations:
  - name: archive
    type: file
    path: ./events.ndjson
    format: raw
`),
    });
    expect(config.journal.keepDays).toBe(30);
    expect(config.workspaces).toMatchObject([
      {
        name: 'acme-prod',
        managedUserId: '2100003309',
        filters: { includeEventTypes: ['user_login', 'user_logout'], usersIds: [7], excludeEventTypes: [] },
      },
      { name: 'acme-test', baseUrl: 'https://www.workato.com' },
    ]);
    expect(config.destinations).toMatchObject([
      { name: 'archive', type: 'file', settings: { path: './events.ndjson' } },
    ]);
  });

  it('lets flags and environment choose the journal', async () => {
    const config = await configFile(`journal: { path: in-file.db, keep_days: 3 }${WORKSPACE}`);
    const loaded = await load({ config }, { ...environment, WORKATO_JOURNAL: '/tmp/in-env.db' });
    expect(loaded.journal).toEqual({ path: '/tmp/in-env.db', keepDays: 3 });
    expect((await load({ config, journal: '/tmp/in-flag.db' })).journal.path).toBe('/tmp/in-flag.db');
  });

  it('leaves the workspace to flags where it names none', async () => {
    const config = await load({ config: await configFile('destinations: []'), lookback: '1m' });
    expect(config.workspaces).toMatchObject([{ name: 'default', lookbackMs: 60_000 }]);
    expect(config.destinations).toEqual([]);
  });

  it('does not need tokens for commands that only read the journal', async () => {
    const config = await configFile(WORKSPACE);
    const loaded = await loadConfig({ flags: { config }, now, needsTokens: false, environment: {} });
    expect(loaded.workspaces).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    [
      'an unknown key with the one that was meant',
      'jurnal: x.db',
      /^jurnal .*unknown key; did you mean journal\?/,
    ],
    [
      'an unknown key of a workspace',
      `${WORKSPACE}    base_ur: https://x`,
      /^workspaces\[0\]\.base_ur \(.* line 5\): unknown key; did you mean base_url\?/,
    ],
    [
      'an unknown key of a destination',
      `${WORKSPACE}destinations: [{ name: a, type: file, pth: x }]`,
      /destinations\[0\]\.pth.*did you mean path\?/,
    ],
    [
      'a missing key of a destination',
      `${WORKSPACE}destinations: [{ name: a, type: file }]`,
      /destinations\[0\]\.path.*missing; expected/,
    ],
    [
      'an unknown destination type',
      `${WORKSPACE}destinations: [{ name: a, type: flie }]`,
      /"flie" is not known; expected one of .*did you mean file/,
    ],
    [
      'an unknown format',
      `${WORKSPACE}destinations: [{ name: a, type: stdout, format: rawr }]`,
      /"rawr" is not known.*did you mean raw/,
    ],
    [
      'a wrong type',
      `${WORKSPACE}    lookback: 10`,
      /^workspaces\[0\]\.lookback .*"?10"? is not accepted; expected a duration/,
    ],
    ['a list that is none', 'workspaces: acme', /^workspaces .*expected a list of workspaces/],
    ['a file that is no mapping', '- a', /expected a mapping/],
    ['an empty file', '# nothing\n', /is empty; expected journal/],
    ['tabs', 'workspaces:\n\t- name: a', /:2:1: .*tab/],
    ['a key twice', 'journal: a\njournal: b', /:2:\d+: a key stands twice/],
    ['broken YAML', 'journal: [a', /not valid YAML/],
    ['two documents', 'journal: a\n---\njournal: b', /more than one YAML document/],
    [
      'a token in plain text',
      `workspaces: [{ name: a, api_token: ${TOKEN} }]`,
      /^workspaces\[0\]\.api_token .*not shown.*\{ env: WORKATO_API_TOKEN \}/,
    ],
    [
      'a token as the name of a variable',
      `workspaces: [{ name: a, api_token: { env: ${TOKEN} } }]`,
      /not shown.*name of an environment variable/,
    ],
    [
      'no place of a token',
      'workspaces: [{ name: a, api_token: {} }]',
      /api_token .*\{ env: WORKATO_API_TOKEN \}/,
    ],
    [
      'a variable that is not set',
      'workspaces: [{ name: a, api_token: { env: NOT_THERE } }]',
      /NOT_THERE is not set/,
    ],
    [
      'a workspace without a name',
      'workspaces: [{ api_token: { env: WORKATO_API_TOKEN } }]',
      /^workspaces\[0\]\.name .*missing/,
    ],
    [
      'one name twice',
      `${WORKSPACE}  - { name: acme, api_token: { env: OTHER_TOKEN } }`,
      /also the name of workspaces\[0\]/,
    ],
    [
      'one binding twice',
      `${WORKSPACE}  - { name: b, api_token: { env: WORKATO_API_TOKEN } }`,
      /both are one workspace/,
    ],
    [
      'destinations of one name',
      `${WORKSPACE}destinations: [{ name: a, type: stdout }, { name: a, type: file, path: x }]`,
      /also the name of destinations\[0\]/,
    ],
    [
      'destinations of one file',
      `${WORKSPACE}destinations: [{ name: a, type: file, path: x }, { name: b, type: file, path: ./x }]`,
      /same place as destinations\[0\]/,
    ],
    ['days that are none', 'journal: { path: a, keep_days: 0 }', /^journal\.keep_days .*whole number from 1/],
    ['a journal without a path', 'journal: ""', /^journal\.path .*"" is not accepted; expected the path/],
    ['no workspaces at all', 'workspaces: []', /^workspaces .*without any, nothing would be collected/],
    [
      'a number as a name',
      'workspaces: [{ name: 2024 }]',
      /^workspaces\[0\]\.name .*written as "2024" it is text/,
    ],
    [
      'a customer id that is none',
      `${WORKSPACE}    managed_user_id: a b`,
      /managed_user_id .*"a b" is not accepted; expected a workspace id such as/,
    ],
    ['a tag', 'journal: !env JOURNAL', /:1:10: a tag is not known/],
    [
      'destinations of one name, also where the other one is wrong',
      `${WORKSPACE}destinations: [{ name: a, type: file }, { name: a, type: stdout }]`,
      /also the name of destinations\[0\]/,
    ],
  ])('refuses %s', async (_, yaml, expected) => {
    const found = await problemsOf(load({ config: await configFile(yaml) }));
    expect(found.join('\n')).toMatch(new RegExp(expected, 'm'));
  });

  it('merges what entries have in common', async () => {
    const yaml = `
workspaces:
  - &first { name: a, api_token: { env: WORKATO_API_TOKEN }, lookback: 1m }
  - { <<: *first, name: b, managed_user_id: 7 }
`;
    const { workspaces } = await load({ config: await configFile(yaml) });
    expect(workspaces).toMatchObject([
      { name: 'a', lookbackMs: 60_000, managedUserId: null },
      { name: 'b', lookbackMs: 60_000, managedUserId: '7' },
    ]);
  });

  it.each(['/dev/zero', 'its folder'])('does not read for ever, nor what is no file: %s', async (path) => {
    const config = path === 'its folder' ? dirname(await configFile('')) : path;
    expect((await problemsOf(load({ config }))).join()).toMatch(
      /cannot be read: it is (larger than|a directory)/,
    );
  });

  it('tells two variables with one token from two workspaces', async () => {
    const yaml = `${WORKSPACE}  - { name: b, api_token: { env: COPY } }`;
    const found = await problemsOf(load({ config: await configFile(yaml) }, { ...environment, COPY: TOKEN }));
    expect(found).toEqual([expect.stringMatching(/both are one workspace/)]);
  });

  it('allows one token for several customers of an Embedded partner', async () => {
    const yaml = `
workspaces:
  - { name: a, api_token: { env: WORKATO_API_TOKEN }, managed_user_id: 1 }
  - { name: b, api_token: { env: WORKATO_API_TOKEN }, managed_user_id: EA2300 }
`;
    expect((await load({ config: await configFile(yaml) })).workspaces).toHaveLength(2);
  });

  it('tells every problem at once, each once', async () => {
    const yaml = `
jornal: a
workspaces:
  - { name: a, base_url: eu, lookback: never, api_token: { env: WORKATO_API_TOKEN } }
  - { name: b, api_token: { env: NOT_THERE } }
destinations:
  - { name: c, type: file }
  - { name: d, type: nothing }
`;
    const found = await problemsOf(load({ config: await configFile(yaml) }));
    expect(found).toEqual([
      expect.stringMatching(/workspaces\[0\]\.base_url .*app\.eu\.workato\.com/),
      expect.stringMatching(/workspaces\[0\]\.lookback/),
      expect.stringMatching(/jornal/),
      expect.stringMatching(/workspaces\[1\]\.api_token/),
      expect.stringMatching(/destinations\[0\]\.path/),
      expect.stringMatching(/destinations\[1\]\.type/),
    ]);
  });

  it('refuses flags that a file already answers', async () => {
    const config = await configFile(`${WORKSPACE}destinations: []`);
    const flags = { config, baseUrl: 'https://app.eu.workato.com', lookback: '1m', to: ['stdout'] };
    expect(await problemsOf(load(flags))).toEqual([
      expect.stringMatching(/^--base-url: .*workspaces of/),
      expect.stringMatching(/^--lookback: /),
      expect.stringMatching(/^--to: .*destinations of/),
    ]);
  });

  it('says so when the file is not there', async () => {
    expect(await problemsOf(load({ config: '/nowhere/c.yaml' }))).toEqual([
      '/nowhere/c.yaml: the configuration file cannot be read: there is no such file',
    ]);
  });
});

describe('a configuration as data', () => {
  it('is checked like a file', () => {
    const content = { journal: 'a.db', workspaces: [{ name: 'a', api_token: { env: 'WORKATO_API_TOKEN' } }] };
    expect(parseConfig(content, { now, environment }).workspaces).toHaveLength(1);
    expect(() => parseConfig({ ...content, extra: 1 }, { now, environment })).toThrow(/extra: unknown key/);
  });
});

describe('the JSON Schema', () => {
  it('describes every setting', () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, items } = node as { properties?: Record<string, object>; items?: object };
      for (const [key, property] of Object.entries(properties ?? {})) {
        if (!('description' in property)) undescribed.push(`${path}.${key}`);
        visit(property, `${path}.${key}`);
      }
      visit(items, `${path}[]`);
    };
    visit(exportConfigSchema(), '');
    expect(undescribed).toEqual([]);
  });
});

it('finds two names of one file: a link to nothing yet, a link to a file, a second name of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'config-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  await symlink('later.ndjson', at('link-to-later.ndjson'));
  await writeFile(at('here.ndjson'), '');
  await symlink('here.ndjson', at('link-to-here.ndjson'));
  await link(at('here.ndjson'), at('hard.ndjson'));
  for (const [one, other] of [
    ['later', 'link-to-later'],
    ['here', 'link-to-here'],
    ['here', 'hard'],
  ]) {
    const to = [`file:${at(`${one}.ndjson`)}`, `file:${at(`${other}.ndjson`)}`];
    expect((await problemsOf(load({ to }))).join('\n')).toMatch(/same place/);
  }
  expect((await load({ to: [`file:${at('a')}`, `file:${at('b')}`] })).destinations).toHaveLength(2);
});
