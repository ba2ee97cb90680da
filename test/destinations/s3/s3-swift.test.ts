// The same on OpenStack Swift: another store, which verifies signatures and knows uploads that are given up.
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { s3 } from '../../../src/destinations/s3/s3.js';
import { batchOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { makeBucket, type S3Server, type TestBucket, withKeys } from '../../support/s3/s3-server.js';
import { hasSwift, startSwift } from '../../support/s3/swift.js';

const never = new AbortController().signal;
let server: S3Server;

async function idsIn(bucket: TestBucket): Promise<number[]> {
  const objects = await Promise.all((await bucket.keys()).map((key) => bucket.read(key)));
  const lines = objects.flatMap(({ body }) => {
    const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString('utf8');
    return text.split('\n').filter(Boolean);
  });
  return lines.map((line) => JSON.parse(line).id).sort((one, other) => one - other);
}

describe.skipIf(!hasSwift)('on Swift', () => {
  beforeAll(async () => {
    server = await startSwift();
  });
  afterAll(() => server?.close());

  const create = async () => {
    const bucket = await makeBucket(server);
    return {
      type: s3,
      settings: bucket.settings({ partition: 'dt={date}/ws={workspace}' }),
      stored: () => idsIn(bucket),
      isExactlyOnce: true,
      faults: {},
    };
  };
  describeDestination('s3', create);
  describeFaults('s3', create);

  test('a wrong secret is told, and what it was is not', async () => {
    const { name } = await makeBucket(server);
    const keys = { ACCESS_KEY: server.accessKey, SECRET_KEY: 'wrong-secret-wrong' };
    const error = await s3
      .check(withKeys({ bucket: name, endpoint: server.endpoint }, keys), openContext(), never)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('(SignatureDoesNotMatch, 403)'),
      hint: expect.stringContaining('secret_access_key'),
    });
    expect(`${JSON.stringify(error)} ${error}`).not.toContain('wrong-secret');
  });

  test('another region is told with its name', async () => {
    const bucket = await makeBucket(server);
    await expect(
      s3.check(bucket.settings({ region: 'eu-west-1' }), openContext(), never),
    ).rejects.toMatchObject({
      message: expect.stringContaining('region us-east-1, not eu-west-1'),
      hint: 'Set region: us-east-1.',
    });
  });

  test('a check leaves neither an object nor an unfinished upload', async () => {
    const bucket = await makeBucket(server);
    await s3.check(bucket.settings({ prefix: 'a/b' }), openContext(), never);
    expect(await bucket.keys()).toEqual([]);
    expect(await bucket.uploads()).toEqual([]);
  });

  test.each([true, false])('a large object goes up in parts, with checksums: %s', async (checksums) => {
    const bucket = await makeBucket(server);
    const body = (position: number) => `{"id":${position},"x":"${'y'.repeat(6_000_000)}"}`;
    const destination = await s3.open(bucket.settings({ encoding: 'ndjson', checksums }), openContext());
    await destination.write(batchOf(0, 3, body), never);
    await destination.close();
    expect(await idsIn(bucket)).toEqual([1, 2, 3]);
    expect(await bucket.uploads()).toEqual([]);
  });

  test('parts of an upload that failed are thrown away', async () => {
    const bucket = await makeBucket(server);
    const proxy = await startFaultProxy(server.endpoint);
    onTestFinished(() => proxy.close());
    proxy.faultFor = (request) => (request.includes('partNumber=2') ? { status: 500 } : undefined);
    const settings = bucket.settings({ endpoint: proxy.url, encoding: 'ndjson' });
    const destination = await s3.open(settings, openContext());
    const body = (position: number) => `{"id":${position},"x":"${'y'.repeat(6_000_000)}"}`;
    await expect(destination.write(batchOf(0, 3, body), never)).rejects.toMatchObject({ retryable: true });
    await destination.close();
    expect(await bucket.uploads()).toEqual([]);
    expect(await bucket.keys()).toEqual([]);
  });

  test('names that are escaped come back as they are', async () => {
    const bucket = await makeBucket(server);
    const batch = batchOf(0, 1);
    const hostile = {
      ...batch,
      deliveries: batch.deliveries.map(({ event, line }) => ({
        line,
        event: { ...event, workspace: 'a/../b %ü' },
      })),
    };
    const destination = await s3.open(bucket.settings({ partition: 'ws={workspace}' }), openContext());
    await destination.write(hostile, never);
    await destination.close();
    expect((await bucket.keys())[0]).toMatch(/^ws=a%2F..%2Fb%20%25%C3%BC\/journal-1-/);
  });
});
