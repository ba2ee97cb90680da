import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig, parseConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { redact as hideSecrets } from '../../src/platform/secrets.js';

const KEY = 'a-key-for-pseudonyms-0123456789';
const HEX_KEY = 'fedcba9876543210fedcba9876543210';
const now = () => Date.UTC(2026, 5, 1);
const environment = {
  WORKATO_API_TOKEN: 'wrka-a.secret.token',
  PSEUDONYM_KEY: ` ${KEY}\n`,
};

const destination = (settings: object) => {
  const destinations = [{ name: 'siem', type: 'stdout', ...settings }];
  return parseConfig({ destinations }, { now, environment }).destinations[0];
};

function problemsOf(settings: object): readonly string[] {
  try {
    destination(settings);
  } catch (error: unknown) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  throw new Error('it was accepted');
}

async function keyFile(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shaping-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'key');
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

const pseudonymise = ['user.email'];

it('delivers everything as it is where nothing is said', () => {
  expect(destination({})).toMatchObject({
    filter: { includeUsers: [], excludeEventTypes: [] },
    redact: null,
  });
});

it('reads both sections', async () => {
  const read = destination({
    filter: { include_event_types: ['user_*'], exclude_users: ['a@b.example', 12345] },
    redact: { drop: ['details.*.ip_address'], pseudonymise, key: { env: 'PSEUDONYM_KEY' } },
  });
  expect(read).toMatchObject({
    filter: { includeEventTypes: ['user_*'], excludeUsers: ['a@b.example', '12345'] },
    redact: { drop: [['details', '*', 'ip_address']], pseudonymise: [['user', 'email']] },
  });
  await expect(read?.redact?.key?.read()).resolves.toBe(KEY);
});

it('takes the same key from a file, whatever blanks are around it', async () => {
  const file = await keyFile(`${KEY}\r\n`);
  const read = destination({ redact: { pseudonymise, key: { file } } });
  await expect(read?.redact?.key?.read()).resolves.toBe(KEY);
});

it('shows the key neither in the configuration nor in any text', () => {
  const read = destination({ redact: { pseudonymise, key: { env: 'PSEUDONYM_KEY' } } });
  expect(inspect(read, { depth: 9, showHidden: true }) + JSON.stringify(read)).not.toContain(KEY);
  expect(hideSecrets(`say ${KEY}`)).not.toContain(KEY);
});

it('asks for no key where nothing is delivered', async () => {
  const config = await keyFile(
    `destinations: [{ name: a, type: stdout, redact: { pseudonymise: [user], key: { env: NOT_SET } } }]`,
  );
  const load = (delivers: boolean) =>
    loadConfig({ flags: { config }, now, needsTokens: false, delivers, environment: {} });
  expect((await load(false)).destinations[0]?.redact).toMatchObject({ pseudonymise: [['user']] });
  await expect(load(true)).rejects.toThrow(/redact\.key.* is not set/);
});

describe('refuses', () => {
  it.each<[string, object, RegExp]>([
    [
      'an unknown key',
      { filter: { include_event_type: [] } },
      /filter\.include_event_type: unknown key; did you mean include_event_types\?/,
    ],
    ['an unknown section', { redakt: {} }, /redakt: unknown key; did you mean redact\?/],
    ['a filter that is none', { filter: null }, /filter: null is not accepted; expected a mapping such as/],
    [
      'a name instead of a list',
      { filter: { include_event_types: 'a' } },
      /expected a list of names such as \[user_login, recipe_\*\]/,
    ],
    [
      'a pattern in the middle',
      { filter: { exclude_event_types: ['*_login'] } },
      /exclude_event_types\[0\]: .*the beginning of names/,
    ],
    [
      'a pattern of users',
      { filter: { include_users: ['*@b.example'] } },
      /include_users\[0\]: .*without \*/,
    ],
    ['redaction that is none', { redact: null }, /redact: null is not accepted; expected a mapping such as/],
    ['redaction of nothing', { redact: {} }, /redact: .*at least one field under drop or pseudonymise/],
    [
      'a path in another notation',
      { redact: { drop: ['$.user.email'] } },
      /redact\.drop\[0\]: "\$\.user\.email" is not accepted; expected names with dots/,
    ],
    [
      'a path with brackets',
      { redact: { drop: ['a', 'users[0].email'] } },
      /redact\.drop\[1\]: .*expected names with dots/,
    ],
    ['a path that is a pattern', { redact: { drop: ['user_*'] } }, /\* alone stands for any name/],
    [
      'pseudonyms without a key',
      { redact: { pseudonymise } },
      /redact\.key: missing; expected the place of the secret/,
    ],
    [
      'a key in two places',
      { redact: { pseudonymise, key: { env: 'A', file: 'b' } } },
      /redact\.key: .*the place of the secret/,
    ],
    [
      'a variable that is not set',
      { redact: { pseudonymise, key: { env: 'NOT_SET' } } },
      /redact\.key: the environment variable NOT_SET is not set; expected the secret in it/,
    ],
  ])('%s', (_, settings, expected) => {
    expect(problemsOf(settings).join('\n')).toMatch(expected);
  });

  it.each([
    { key: HEX_KEY },
    { key: { env: `${HEX_KEY}-0` } },
    { key: { env: HEX_KEY } },
    { key: [HEX_KEY] },
  ])('a key in plain text, without showing it (%#)', (wrong) => {
    const problems = problemsOf({ redact: { pseudonymise, ...wrong } }).join('\n');
    expect(problems).toMatch(/redact\.key.*not shown/);
    expect(problems).not.toContain(HEX_KEY);
  });

  it('every mistake of an entry at once', () => {
    const problems = problemsOf({
      type: 'file',
      format: 'rawr',
      redact: { pseudonymise, key: { env: 'NOT_SET' } },
    });
    expect(problems).toHaveLength(3);
  });
});
