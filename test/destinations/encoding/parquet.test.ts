import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Delivery } from '../../../src/deliver/destination.js';
import { openParquet } from '../../../src/destinations/encoding/parquet.js';
import type { StoredEvent } from '../../../src/journal/journal-data.js';
import { describeParquet, queryDuckDb } from '../../support/duckdb.js';
import { makeRecord } from '../../support/event-fixtures.js';
import { storedEvent } from '../../support/memory-journal.js';

const never = new AbortController().signal;

const FIXED = {
  position: 'BIGINT',
  id: 'VARCHAR',
  event_time: 'TIMESTAMP WITH TIME ZONE',
  first_seen: 'TIMESTAMP WITH TIME ZONE',
  workspace: 'VARCHAR',
  event_type: 'VARCHAR',
  user: 'VARCHAR',
  resource_type: 'VARCHAR',
};

function deliver(bodies: readonly (string | object)[], fields: Partial<StoredEvent> = {}): Delivery[] {
  return bodies.map((body, index) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const event = { ...storedEvent(index + 1, text), ...fields };
    return { event, line: event.raw };
  });
}

/** The file's path, its rows as DuckDB reads them, and its columns with their types. */
async function writeAndRead(bodies: readonly (string | object)[], fields: Partial<StoredEvent> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'events.parquet');
  const encode = await openParquet('snappy');
  const bytes = await encode(deliver(bodies, fields), never);
  await writeFile(path, bytes);
  return {
    path,
    columns: await describeParquet(path),
    rows: await queryDuckDb(`SELECT * FROM read_parquet('${path}') ORDER BY position`),
  };
}

test('every file has the columns of the journal, typed, and the whole record', async () => {
  const { columns, rows } = await writeAndRead(['{"id": 1}', '{}']);
  expect(columns).toEqual({ ...FIXED, record: 'VARCHAR' });
  expect(rows[0]).toEqual({
    position: '1',
    id: '1',
    event_time: '2026-01-01 00:00:01+00',
    first_seen: '2026-01-01 00:00:01.5+00',
    workspace: 'acme-prod',
    event_type: 'user_login',
    user: 'ada@example.com',
    resource_type: 'User',
    record: '{"id": 1}',
  });
});

test('what is unreadable or absent is null', async () => {
  const { rows } = await writeAndRead(['{}'], { time: null, type: null, user: null, resourceType: null });
  expect(rows[0]).toMatchObject({ event_time: null, event_type: null, user: null, resource_type: null });
});

test('the fields of a record become columns of their own', async () => {
  const { columns, rows } = await writeAndRead([makeRecord(), { odd: true }]);
  expect(columns).toEqual({
    ...FIXED,
    details_request_ip_address: 'VARCHAR',
    details_request_user_agent: 'VARCHAR',
    odd: 'BOOLEAN',
    resource_folder_path: 'VARCHAR',
    resource_id: 'BIGINT',
    resource_name: 'VARCHAR',
    timestamp: 'VARCHAR',
    user_email: 'VARCHAR',
    user_id: 'BIGINT',
    user_name: 'VARCHAR',
    workspace_email: 'VARCHAR',
    workspace_environment: 'VARCHAR',
    workspace_id: 'BIGINT',
    workspace_name: 'VARCHAR',
    record: 'VARCHAR',
  });
  expect(rows[0]).toMatchObject({
    details_request_ip_address: '203.0.113.24',
    resource_id: '4711',
    odd: null,
  });
  expect(rows[1]).toMatchObject({ details_request_ip_address: null, resource_id: null, odd: true });
});

describe('values', () => {
  test('keep every letter and every digit', async () => {
    const big =
      '{"n":12345678901234567890,"f":0.25,"text":"Zoë 😀 \\u0000 \\"q\\" 1e9","list":[9007199254740993]}';
    const { columns, rows } = await writeAndRead([big, '{"n":7,"f":-3}'], { key: '12345678901234567890' });
    expect(columns).toMatchObject({ n: 'VARCHAR', f: 'DOUBLE', text: 'VARCHAR', list: 'VARCHAR' });
    expect(rows[0]).toMatchObject({
      id: '12345678901234567890',
      n: '12345678901234567890',
      f: 0.25,
      text: 'Zoë 😀 \0 "q" 1e9',
      list: '["9007199254740993"]',
      record: big,
    });
    expect(rows[1]).toMatchObject({ n: '7', f: -3 });
  });

  test('of different types in one field are text', async () => {
    const { columns, rows } = await writeAndRead(
      ['"x"', '7', 'true', '[1,{"a":2}]', 'null'].map((value) => `{"v":${value}}`),
    );
    expect(columns).toMatchObject({ v: 'VARCHAR' });
    expect(rows.map((row) => row['v'])).toEqual(['x', '7', 'true', '[1,{"a":2}]', null]);
  });

  test('that are whole in one record and broken in another are numbers all the same', async () => {
    const { columns, rows } = await writeAndRead(['{"v":9007199254740991}', '{"v":0.5}', '{"v":-0}']);
    expect(columns).toMatchObject({ v: 'DOUBLE' });
    expect(rows.map((row) => Number(row['v']))).toEqual([9007199254740991, 0.5, -0]);
  });

  test('of an object in one record and of text in another both have their column', async () => {
    const { rows } = await writeAndRead(['{"v":{"a":1}}', '{"v":"text"}']);
    expect(rows).toMatchObject([
      { v: null, v_a: '1' },
      { v: 'text', v_a: null },
    ]);
  });
});

describe('names', () => {
  test('are plain, and two of one name are numbered, whatever the order of the records', async () => {
    const bodies = ['{"a":{"b":1}}', '{"a_b":2}', '{"A b":3}', '{"ä":4,"":5,"__proto__":6,"select":7}'];
    const { columns, rows, path } = await writeAndRead(bodies);
    const other = await writeAndRead([...bodies].reverse());
    expect(Object.keys(columns)).toEqual(Object.keys(other.columns));
    expect(Object.keys(columns).slice(8, -1)).toEqual([
      '_',
      'a_b',
      '__proto__',
      'a_b_2',
      'a_b_3',
      'select',
      '__2',
    ]);
    expect(rows).toMatchObject([{ a_b_2: '1' }, { a_b_3: '2' }, { a_b: '3' }, { _: '5', select: '7' }]);
    const [own] = await queryDuckDb(`SELECT max("__proto__") p, max(__2) u FROM read_parquet('${path}')`);
    expect(own).toEqual({ p: '6', u: '4' });
  });

  test('of the columns that every file has are not given to a field', async () => {
    const { columns, rows } = await writeAndRead(['{"user":"text","position":"first","record":1,"Id":2}']);
    expect(columns).toEqual({ ...FIXED, record: 'VARCHAR' });
    expect(rows[0]).toMatchObject({ user: 'ada@example.com', position: '1', id: '1' });
  });
});

test('thousands of invented fields cost no more than columns of their own up to a limit', async () => {
  const wild = Array.from({ length: 300 }, (_, record) =>
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`junk_${record}_${index}`, index])),
  );
  const { columns, rows } = await writeAndRead([...wild, { honest: 'a' }, { honest: 'b' }].reverse());
  expect(Object.keys(columns)).toHaveLength(500 + 9);
  expect(rows[0]).toMatchObject({ honest: 'b' });
});

test('what is nested deep, no object or no JSON at all is kept in the record', async () => {
  const deep = `${'{"d":'.repeat(400)}1${'}'.repeat(400)}`;
  const { columns, rows } = await writeAndRead([deep, '[1]', 'CEF:0|no json']);
  expect(columns).toEqual({ ...FIXED, d_d_d_d_d_d: 'VARCHAR', record: 'VARCHAR' });
  expect(rows.map((row) => row['record'])).toEqual([deep, '[1]', 'CEF:0|no json']);
});

test('many rows come back as they went, and the same events always make the same bytes', async () => {
  const bodies = Array.from({ length: 12_000 }, (_, index) => ({
    ...makeRecord({ id: index }),
    even: index % 2 === 0 ? index : null,
  }));
  const { path } = await writeAndRead(bodies);
  const [sums] = await queryDuckDb(
    `SELECT count(*) n, sum(position) p, sum(even) e, count(even) c, count(DISTINCT record) r FROM read_parquet('${path}')`,
  );
  expect(sums).toEqual({ n: '12000', p: '72006000', e: '35994000', c: '6000', r: '12000' });
  const encode = await openParquet('snappy');
  const [one, other] = [await encode(deliver(bodies), never), await encode(deliver(bodies), never)];
  expect(Buffer.compare(one, other)).toBe(0);
});

test('a stop ends it within one stretch of rows', async () => {
  const encode = await openParquet('snappy');
  const stop = new AbortController();
  const encoding = encode(deliver(Array.from({ length: 20_000 }, () => makeRecord())), stop.signal);
  stop.abort();
  await expect(encoding).rejects.toMatchObject({ code: 'ABORTED' });
});

test('zstd is used where this Node.js has it, and refused with the remedy where it has not', async () => {
  if ('zstdCompressSync' in zlib) {
    const encode = await openParquet('zstd');
    expect((await encode(deliver(['{}']), never)).length).toBeGreaterThan(0);
  } else {
    await expect(openParquet('zstd')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(process.version),
      hint: expect.stringContaining('snappy'),
    });
  }
});
