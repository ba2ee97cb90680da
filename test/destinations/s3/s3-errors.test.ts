import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { s3 } from '../../../src/destinations/s3/s3.js';
import { S3Settings } from '../../../src/destinations/s3/s3-settings.js';
import { createLogger } from '../../../src/platform/log.js';
import { batchOf } from '../../support/batch-of.js';
import { openContext } from '../../support/destination-contract.js';
import { type Answer, startFaultProxy } from '../../support/fault-proxy.js';
import { makeBucket, type S3Server, withKeys } from '../../support/s3/s3-server.js';
import { startS3rver } from '../../support/s3/s3rver.js';

const never = new AbortController().signal;
let server: S3Server;

beforeAll(async () => {
  server = await startS3rver();
});
afterAll(() => server.close());

/** What `check` and what a write say, which must be the same. */
async function complaint(settings: S3Settings) {
  const checked = await s3.check(settings, openContext(), never).catch((error: unknown) => error);
  const destination = await s3.open(settings, openContext());
  const written = await destination.write(batchOf(0, 2), never).catch((error: unknown) => error);
  await destination.close();
  expect(written).toMatchObject({
    code: Reflect.get(Object(checked), 'code'),
    hint: Reflect.get(Object(checked), 'hint'),
  });
  return checked;
}

/** Settings that lead to a server that gives this answer to everything. */
async function answering(answer: Answer, given: object = {}): Promise<S3Settings> {
  const proxy = await startFaultProxy(server.endpoint);
  onTestFinished(() => proxy.close());
  proxy.faultFor = () => answer;
  const keys = { ACCESS_KEY: 'AKIAEXAMPLE', SECRET_KEY: 'a-secret-that-is-long' };
  return withKeys({ bucket: 'acme-audit', endpoint: proxy.url, ...given }, keys);
}

function xml(
  status: number,
  code: string,
  more = '',
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>The store says so.</Message>${more}</Error>`,
  };
}

describe('a real store', () => {
  test('without the bucket', async () => {
    const bucket = await makeBucket(server);
    expect(await complaint(bucket.settings({ bucket: 'no-such-bucket' }))).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryable: true,
      message: expect.stringMatching(
        /^Bucket no-such-bucket at 127.0.0.1:\d+: the bucket does not exist \(NoSuchBucket, 404\)/,
      ),
      hint: expect.stringContaining('Create it'),
    });
  });

  test('that does not know the access key', async () => {
    const keys = { ACCESS_KEY: 'unknown-key', SECRET_KEY: 'unknown-secret' };
    const settings = withKeys({ bucket: 'acme', endpoint: server.endpoint }, keys);
    expect(await complaint(settings)).toMatchObject({
      message: expect.stringContaining('the access key is not known (InvalidAccessKeyId, 403)'),
      hint: expect.stringContaining('access_key_id'),
    });
  });

  test('that is not there', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const address = gone.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => gone.close(resolve));
    const keys = { ACCESS_KEY: 'some-key', SECRET_KEY: 'some-secret' };
    const settings = withKeys({ bucket: 'acme', endpoint: `http://127.0.0.1:${port}` }, keys);
    expect(await complaint(settings)).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('connection refused'),
    });
  });

  test('that cannot give an upload up again is told of in a warning', async () => {
    const bucket = await makeBucket(server);
    const log: string[] = [];
    const logger = createLogger({
      format: 'text',
      level: 'warn',
      write: (line) => log.push(line),
      now: Date.now,
    });
    await s3.check(bucket.settings(), openContext({ logger }), never);
    expect(log.join('')).toContain('s3:AbortMultipartUpload');
    expect(await bucket.keys()).toEqual([]);
  });
});

describe('a store that answers', () => {
  test.each<[string, Answer, string, string]>([
    [
      'AccessDenied',
      xml(403, 'AccessDenied'),
      'writing is not allowed',
      's3:PutObject and s3:AbortMultipartUpload on arn:aws:s3:::acme-audit/logs/*',
    ],
    [
      'PermanentRedirect',
      xml(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'eu-west-3' }),
      'is in region eu-west-3, not us-east-1',
      'Set region: eu-west-3.',
    ],
    [
      'AuthorizationHeaderMalformed',
      xml(400, 'AuthorizationHeaderMalformed', '<Region>ap-south-1</Region>'),
      'is in region ap-south-1',
      'Set region: ap-south-1.',
    ],
    [
      'PermanentRedirect without a region',
      xml(301, 'PermanentRedirect'),
      'in another region',
      'us-east-1 was asked',
    ],
    ['RequestTimeTooSkewed', xml(403, 'RequestTimeTooSkewed'), 'the clock of this machine', 'NTP'],
    ['ExpiredToken', xml(400, 'ExpiredToken'), 'have expired', 'Renew'],
    ['SlowDown', xml(503, 'SlowDown'), 'it is busy', 'wait in the journal'],
    ['KMS', xml(400, 'KMS.NotFoundException'), 'the KMS key cannot be used', 'kms_key_id'],
    ['InvalidStorageClass', xml(400, 'InvalidStorageClass'), 'storage class', 'storage_class'],
    ['NotImplemented', xml(501, 'NotImplemented'), 'cannot do what was asked', 'checksums: false'],
    [
      'something unheard of',
      xml(400, 'BrandNew'),
      '(BrandNew, 400): The store says so.',
      'settings of this destination',
    ],
    ['HTML of a proxy', { status: 502, body: '<html><p>Bad gateway</html>' }, '502', 'wait in the journal'],
    ['no S3 at all', { status: 404, body: 'not found' }, '404', 'endpoint'],
  ])('%s', async (_name, answer, message, hint) => {
    const settings = await answering(answer, { prefix: 'logs' });
    const error = await complaint(settings);
    expect(error).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  test('yes to everything without being a store', async () => {
    const settings = await answering({ status: 200, body: 'hello' });
    await expect(s3.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
    });
    const destination = await s3.open(settings, openContext());
    await expect(destination.write(batchOf(0, 2), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('ETag'),
      hint: expect.stringContaining('endpoint'),
    });
    await destination.close();
  });

  test('"too large" gets the batch in halves', async () => {
    const settings = await answering(xml(400, 'EntityTooLarge'));
    const destination = await s3.open(settings, openContext());
    await expect(destination.write(batchOf(0, 2), never)).rejects.toMatchObject({
      code: 'DESTINATION_REFUSED',
    });
    await destination.close();
  });

  test('"later" is given the time that it asks for, and asked once', async () => {
    const proxy = await startFaultProxy(server.endpoint);
    onTestFinished(() => proxy.close());
    proxy.faultFor = () => xml(503, 'SlowDown', '', { 'retry-after': '42' });
    const bucket = await makeBucket(server);
    const destination = await s3.open(bucket.settings({ endpoint: proxy.url }), openContext());
    await expect(destination.write(batchOf(0, 2), never)).rejects.toMatchObject({ retryAfterMs: 42_000 });
    expect(proxy.seen).toHaveLength(1);
    await destination.close();
  });
});

describe('credentials', () => {
  test('that are nowhere to be found', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
    onTestFinished(() => void vi.unstubAllEnvs());
    const settings = S3Settings.parse({ bucket: 'acme-audit', endpoint: server.endpoint });
    expect(await complaint(settings)).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('no credentials were found'),
      hint: expect.stringContaining('access_key_id'),
    });
  });

  test('of the environment, as every program of AWS takes them', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKey);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretKey);
    onTestFinished(() => void vi.unstubAllEnvs());
    const bucket = await makeBucket(server);
    const settings = S3Settings.parse({ bucket: bucket.name, endpoint: server.endpoint });
    const destination = await s3.open(settings, openContext());
    await destination.write(batchOf(0, 2), never);
    await destination.close();
    expect(await bucket.keys()).toHaveLength(1);
  });
});

test('what an object is written with is what was set', async () => {
  const heads: Record<string, unknown>[] = [];
  const store = await startFaultProxy(server.endpoint);
  onTestFinished(() => store.close());
  store.onRequest = (headers) => heads.push(headers);
  const bucket = await makeBucket(server);
  const given = { sse: 'aws:kms', kms_key_id: 'key-1', storage_class: 'STANDARD_IA' };
  for (const checksums of [true, false]) {
    const destination = await s3.open(
      bucket.settings({ endpoint: store.url, checksums, ...given }),
      openContext(),
    );
    await destination.write(batchOf(0, 2), never);
    await destination.close();
  }
  expect(heads).toMatchObject([
    {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'key-1',
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-checksum-crc32': expect.stringMatching(/^.{6}==$/),
    },
    expect.not.objectContaining({ 'x-amz-checksum-crc32': expect.anything() }),
  ]);
});

describe('settings', () => {
  const errorsOf = (given: object) =>
    S3Settings.safeParse({ bucket: 'acme-audit', ...given }).error?.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );

  test.each([
    [{ access_key_id: { env: 'A' } }, 'access_key_id: nothing without secret_access_key'],
    [{ secret_access_key: { env: 'A' } }, 'secret_access_key: nothing without access_key_id'],
    [{ session_token: { env: 'A' } }, 'session_token: nothing without access_key_id'],
    [{ kms_key_id: 'x' }, 'kms_key_id: nothing without sse: aws:kms'],
    [{ prefix: '/x' }, 'prefix: a path of letters'],
    [{ prefix: 'a/../b' }, 'prefix: a path of letters'],
    [{ prefix: 'a//b' }, 'prefix: a path of letters'],
    [{ bucket: 'a b' }, 'bucket: the name of a bucket'],
    [{ endpoint: 'https://key:secret@store.example.com' }, 'endpoint: an address'],
    [{ partition: '../{date}' }, 'partition: a path'],
    [{ acl: 'public-read' }, 'Unrecognized key'],
  ])('%j is refused', (given, message) => {
    expect(errorsOf(given)?.join('\n')).toContain(message);
  });

  test('two destinations that would share their objects have one place', () => {
    const placeOf = (given: object) => s3.placeOf?.(S3Settings.parse({ bucket: 'acme-audit', ...given }));
    expect(placeOf({ prefix: 'a/' })).toBe(placeOf({ prefix: 'a', encoding: 'parquet' }));
    expect(placeOf({ prefix: 'a' })).not.toBe(placeOf({ prefix: 'b' }));
    expect(placeOf({ endpoint: 'http://127.0.0.1:1' })).not.toBe(placeOf({}));
  });
});
