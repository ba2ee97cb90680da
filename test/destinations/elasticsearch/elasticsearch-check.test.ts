import { describe, expect, test } from 'vitest';
import {
  ElasticsearchSettings,
  elasticsearch,
} from '../../../src/destinations/elasticsearch/elasticsearch.js';
import { Secret } from '../../../src/platform/secret.js';
import { batchOf } from '../../support/batch-of.js';
import { openContext } from '../../support/destination-contract.js';
import { setUpCluster } from './elasticsearch-setup.js';

const never = new AbortController().signal;

describe('check', () => {
  const check = (settings: ElasticsearchSettings) => elasticsearch.check(settings, openContext(), never);

  test('finds a data stream that is there, or that a template will make', async () => {
    const { settings } = await setUpCluster();
    await check(settings);
    await check({ ...settings, data_stream: 'logs-other' });
  });

  test.each([
    ['data_stream', 'audit-log', 'data stream "audit-log" does not exist', 'PUT /_data_stream/audit-log'],
    ['index', 'none', 'index "none" does not exist', 'PUT /none'],
  ] as const)('names a missing %s and how to make it', async (kind, name, message, hint) => {
    const { settings, fake } = await setUpCluster(kind, { [kind]: name });
    const expected = {
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    };
    await expect(check(settings)).rejects.toMatchObject(expected);
    const destination = await elasticsearch.open(settings, openContext());
    await expect(destination.write(batchOf(0, 1), never)).rejects.toMatchObject(expected);
    await destination.close();
    expect(fake.requests.filter((request) => request.includes('_bulk'))).toEqual([]);
  });

  test('is passed by credentials that may only write', async () => {
    const { settings, fake, documents } = await setUpCluster();
    fake.mayLookAround = false;
    await check(settings);
    const destination = await elasticsearch.open(settings, openContext());
    await destination.write(batchOf(0, 1), never);
    await destination.close();
    expect(documents()).toHaveLength(1);
  });

  test('says what credentials lack, and that an index is red', async () => {
    const { settings, fake } = await setUpCluster();
    fake.hasPrivileges = false;
    await expect(check(settings)).rejects.toMatchObject({ hint: expect.stringContaining('create_doc') });
    fake.hasPrivileges = true;
    fake.health = 'red';
    await expect(check(settings)).rejects.toMatchObject({ hint: expect.stringContaining('allocation') });
  });
});

describe('credentials', () => {
  const secretOf = (value: string) => {
    const secret = new Secret({ kind: 'environment', variable: 'ES' });
    secret.provide(value);
    return secret;
  };

  test.each([
    ['an encoded API key', { api_key: secretOf('aWQ6a2V5LXNlY3JldA==') }, 'ApiKey aWQ6a2V5LXNlY3JldA=='],
    ['an API key as ID:KEY', { api_key: secretOf('id:key-secret') }, 'ApiKey aWQ6a2V5LXNlY3JldA=='],
    ['a password', { username: 'zoë', password: secretOf('pass-word') }, 'Basic em/DqzpwYXNzLXdvcmQ='],
    ['a bearer token', { bearer_token: secretOf('tok-en-12') }, 'Bearer tok-en-12'],
  ])('%s is sent', async (_name, given, header) => {
    const { settings, fake } = await setUpCluster();
    fake.authorization = header;
    await elasticsearch.check({ ...settings, ...given }, openContext(), never);
    fake.authorization = 'another';
    await expect(elasticsearch.check({ ...settings, ...given }, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('401'),
      hint: expect.stringContaining('credentials'),
    });
  });
});

describe('settings', () => {
  const given = { url: 'https://es:9200', index: 'audit' };

  test.each([
    [{ ...given, data_stream: 'logs-a-b' }, 'either data_stream or index'],
    [{ url: given.url }, 'either data_stream or index'],
    [{ ...given, username: 'u' }, 'username and password together'],
    [{ ...given, api_key: { env: 'A' }, bearer_token: { env: 'B' } }, 'either api_key, or username'],
    [{ ...given, index: 'Audit' }, 'a name in lower case'],
    [{ ...given, url: 'https://user:pass@es:9200' }, 'without user name and password'],
    [{ ...given, api_key: 'the-key-itself' }, 'never the secret itself'],
  ])('%j are refused', (settings, message) => {
    const parsed = ElasticsearchSettings.safeParse(settings);
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
