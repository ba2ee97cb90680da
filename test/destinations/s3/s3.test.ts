import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { toBatch } from '../../../src/deliver/batch.js';
import type { Batch, OpenContext } from '../../../src/deliver/destination.js';
import { s3 } from '../../../src/destinations/s3/s3.js';
import type { S3Settings } from '../../../src/destinations/s3/s3-settings.js';
import { batchOf, bodyOf, linesOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { queryDuckDb } from '../../support/duckdb.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { storedEvent } from '../../support/memory-journal.js';
import { makeBucket, type S3Server, type TestBucket } from '../../support/s3/s3-server.js';
import { startS3rver } from '../../support/s3/s3rver.js';

const never = new AbortController().signal;
let server: S3Server;

beforeAll(async () => {
  server = await startS3rver();
});
afterAll(() => server.close());

for (const [name, given] of [
  ['s3', {}],
  [
    's3 with plain lines by workspace',
    { encoding: 'ndjson', prefix: 'audit', partition: 'ws={workspace}/h={hour}' },
  ],
  ['s3 with Parquet', { encoding: 'parquet', partition: '' }],
] as const) {
  const create = async () => {
    const bucket = await makeBucket(server);
    const proxy = await startFaultProxy(server.endpoint);
    return {
      type: s3,
      settings: bucket.settings({ endpoint: proxy.url, timeout: '1s', ...given }),
      stored: () => idsIn(bucket),
      isExactlyOnce: true,
      faults: {
        reset: () => void proxy.faults.push('reset'),
        loseAnswer: () => void proxy.faults.push('lose'),
        busy: (seconds: number) => void proxy.faults.push(slowDown(seconds)),
        goDown: () => proxy.goDown(),
      },
      cleanUp: () => proxy.close(),
    };
  };
  describeDestination(name, async () => {
    const subject = await create();
    // A large event takes its time on a busy machine.
    return { ...subject, settings: { ...subject.settings, timeout: 60_000 } };
  });
  describeFaults(name, create);
}

function slowDown(seconds: number) {
  return {
    status: 503,
    headers: { 'retry-after': String(seconds), 'content-type': 'application/xml' },
    body: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
  };
}

async function idsIn(bucket: TestBucket): Promise<number[]> {
  const ids: number[] = [];
  for (const key of await bucket.keys()) {
    for (const line of await linesOfObject(bucket, key)) ids.push(JSON.parse(line).id);
  }
  return ids.sort((one, other) => one - other);
}

async function linesOfObject(bucket: TestBucket, key: string): Promise<string[]> {
  const { body } = await bucket.read(key);
  if (key.endsWith('.parquet')) return readParquet(body);
  const text = (key.endsWith('.gz') ? gunzipSync(body) : body).toString('utf8');
  return text.split('\n').filter(Boolean);
}

async function readParquet(body: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 's3-parquet-'));
  try {
    await writeFile(join(folder, 'x.parquet'), body);
    const rows = await queryDuckDb(`SELECT record FROM read_parquet('${folder}/x.parquet')`);
    return rows.map((row) => String(row['record']));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function deliver(
  settings: S3Settings,
  batch: Batch,
  context: Partial<OpenContext> = {},
): Promise<void> {
  const destination = await s3.open(settings, openContext(context));
  try {
    await destination.write(batch, never);
  } finally {
    await destination.close();
  }
}

/** Events on one day each, from the first of January on. */
function oneADay(days: number): Batch {
  const deliveries = Array.from({ length: days }, (_, index) => {
    const event = { ...storedEvent(index + 1, bodyOf(index + 1)), time: Date.UTC(2026, 0, 1 + index) };
    return { event, line: event.raw };
  });
  const draft = { after: 0, to: days, deliveries, filtered: [], unformatted: [], bytes: 0 };
  return toBatch(draft, 'journal-1', 'test');
}

describe('the objects', () => {
  test('are named after prefix, partition, journal, positions and content', async () => {
    const bucket = await makeBucket(server);
    await deliver(bucket.settings({ prefix: 'workato/audit/' }), batchOf(0, 50));
    const [key = ''] = await bucket.keys();
    expect(key).toMatch(
      /^workato\/audit\/dt=2026-01-01\/journal-1-000000000001-000000000050-[0-9a-f]{32}\.ndjson\.gz$/,
    );
    const { body, contentType } = await bucket.read(key);
    expect(contentType).toBe('application/gzip');
    expect(gunzipSync(body).toString('utf8')).toBe(linesOf(0, 50));
  });

  test('of a batch over many partitions are one each, and the same again when the batch comes again', async () => {
    const bucket = await makeBucket(server);
    const contents = async () =>
      Promise.all((await bucket.keys()).map(async (key) => [key, await bucket.read(key)]));
    await deliver(bucket.settings(), oneADay(20));
    const before = await contents();
    expect(before).toHaveLength(20);
    await deliver(bucket.settings(), oneADay(20), { batchOpen: true });
    expect(await contents()).toEqual(before);
  });

  test('of a journal that was made anew or restored do not touch those of the old one', async () => {
    const bucket = await makeBucket(server);
    await deliver(bucket.settings(), batchOf(0, 5));
    await deliver(bucket.settings(), batchOf(0, 5), { journalId: 'journal-2' });
    await deliver(
      bucket.settings(),
      batchOf(0, 5, (position) => `{"id":${position},"restored":true}`),
    );
    expect(await bucket.keys()).toHaveLength(3);
  });

  test('that are large go up in parts', async () => {
    const bucket = await makeBucket(server);
    const proxy = await startFaultProxy(server.endpoint);
    onTestFinished(() => proxy.close());
    const body = (position: number) => `{"id":${position},"x":"${'y'.repeat(6_000_000)}"}`;
    await deliver(bucket.settings({ endpoint: proxy.url, encoding: 'ndjson' }), batchOf(0, 3, body));
    expect(await idsIn(bucket)).toEqual([1, 2, 3]);
    expect(proxy.seen.filter((request) => request.includes('partNumber='))).toHaveLength(3);
  });

  test('that are large and fail in the middle are not there, and are there once it is tried again', async () => {
    const bucket = await makeBucket(server);
    const proxy = await startFaultProxy(server.endpoint);
    onTestFinished(() => proxy.close());
    const settings = bucket.settings({ endpoint: proxy.url, encoding: 'ndjson' });
    const body = (position: number) => `{"id":${position},"x":"${'y'.repeat(6_000_000)}"}`;
    const destination = await s3.open(settings, openContext());
    proxy.faultFor = (request) => (request.includes('partNumber=2') ? slowDown(3) : undefined);
    await expect(destination.write(batchOf(0, 3, body), never)).rejects.toMatchObject({
      retryAfterMs: 3_000,
    });
    expect(await bucket.keys()).toEqual([]);
    expect(proxy.seen.filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
    proxy.faultFor = () => undefined;
    await destination.write(batchOf(0, 3, body), never);
    await destination.close();
    expect(await idsIn(bucket)).toEqual([1, 2, 3]);
  });
});

test('a stop in the middle of a write ends it at once', async () => {
  const bucket = await makeBucket(server);
  const proxy = await startFaultProxy(server.endpoint);
  onTestFinished(() => proxy.close());
  proxy.faults.push('lose', 'lose', 'lose', 'lose');
  const destination = await s3.open(bucket.settings({ endpoint: proxy.url, timeout: '10m' }), openContext());
  const stop = new AbortController();
  const writing = destination.write(oneADay(20), stop.signal);
  stop.abort(new Error('SIGTERM'));
  await expect(writing).rejects.toMatchObject({ code: 'ABORTED' });
  await destination.close();
});

test('a stop in the middle of an upload in parts does not wait for a store that answers nothing', async () => {
  const bucket = await makeBucket(server);
  const proxy = await startFaultProxy(server.endpoint);
  onTestFinished(() => proxy.close());
  const stop = new AbortController();
  proxy.faultFor = (request) => {
    if (request.includes('partNumber=')) stop.abort(new Error('SIGTERM'));
    return request.includes('uploadId=') ? 'lose' : undefined;
  };
  const settings = bucket.settings({ endpoint: proxy.url, encoding: 'ndjson', timeout: '10m' });
  const destination = await s3.open(settings, openContext());
  const body = (position: number) => `{"id":${position},"x":"${'y'.repeat(9_000_000)}"}`;
  await expect(destination.write(batchOf(0, 3, body), stop.signal)).rejects.toMatchObject({
    code: 'ABORTED',
  });
  await destination.close();
  expect(await bucket.keys()).toEqual([]);
});

test('a failure of one object of many stops the others, and is what is told', async () => {
  const bucket = await makeBucket(server);
  const proxy = await startFaultProxy(server.endpoint);
  onTestFinished(() => proxy.close());
  proxy.faults.push(slowDown(7));
  const destination = await s3.open(bucket.settings({ endpoint: proxy.url }), openContext());
  await expect(destination.write(oneADay(60), never)).rejects.toMatchObject({
    retryAfterMs: 7_000,
    message: expect.stringContaining('SlowDown'),
  });
  expect(proxy.seen.length).toBeLessThan(60);
  await destination.close();
});
