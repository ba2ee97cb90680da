import { expect, test } from 'vitest';
import { parseInstant } from '../../src/events/instant.js';
import { eventKinds } from '../../src/simulator/catalogue.js';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { ask, askPage, type SeenRecord } from './ask.js';
import { NOON, setUp } from './setup.js';

async function everyRecord(options: SimulatorOptions): Promise<SeenRecord[]> {
  const { url } = await setUp({ events: 3000, cursor: 'offset', ...options });
  const records: SeenRecord[] = [];
  for (let more = true; more; ) {
    const page = await askPage(url, `page[after]=${records.length}`);
    records.push(...page);
    more = page.length > 0;
  }
  return records;
}

const member = (record: SeenRecord, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (value, name) => (Object(value) === value ? Reflect.get(Object(value), name) : undefined),
    record,
  );

test('a history holds every kind of event that there is', async () => {
  const records = await everyRecord({});
  const seen = new Set(records.map((record) => `${record.event_type} ${member(record, 'resource', 'type')}`));
  expect(eventKinds.filter((kind) => !seen.has(`${kind.eventType} ${kind.recordType}`))).toEqual([]);
  expect(new Set(eventKinds.map(({ filterType }) => filterType)).size).toBeGreaterThanOrEqual(35);
  expect(eventKinds.filter(({ documented }) => documented)).toHaveLength(43);
});

test('a history holds what is rare and awkward', async () => {
  const records = await everyRecord({});
  const has = (test: (record: SeenRecord) => boolean) => records.filter(test).length;
  expect(has((record) => !('user' in record))).toBeGreaterThan(10);
  expect(has((record) => record['user'] === null)).toBeGreaterThan(10);
  expect(has((record) => !('details' in record))).toBeGreaterThan(10);
  expect(has((record) => JSON.stringify(record['details']) === '{}')).toBeGreaterThan(10);
  expect(
    has((record) => String(member(record, 'details', 'request', 'ip_address')).includes('::')),
  ).toBeGreaterThan(100);
  expect(has((record) => member(record, 'details', 'request', 'ip_address') === '')).toBeGreaterThan(50);
  expect(has((record) => member(record, 'details', 'activity') === 'switch_workspace')).toBeGreaterThan(10);
  expect(has((record) => member(record, 'resource', 'type') === 'CustomAdapter')).toBeGreaterThan(10);
  expect(
    has((record) => typeof member(record, 'resource_changes', 'name', 'old_value') === 'string'),
  ).toBeGreaterThan(10);
  expect(has((record) => /\p{Script=Han}/u.test(JSON.stringify(record)))).toBeGreaterThan(100);
  expect(has((record) => member(record, 'resource', 'name') === undefined)).toBeGreaterThan(10);
});

test('a record has the published members in the published order', async () => {
  const { url } = await setUp();
  const records = await askPage(url);
  const renamed = records.find((record) => 'resource_changes' in record && record['user']);
  expect(Object.keys(renamed ?? {})).toEqual([
    'id',
    'timestamp',
    'event_type',
    'workspace',
    'user',
    'details',
    'resource',
    'resource_changes',
  ]);
  expect(Object.keys(Object(renamed?.['workspace']))).toEqual(['id', 'name', 'email', 'environment']);
});

const WINTER = Date.UTC(2026, 0, 9, 8, 7, 6, 543);
const SUMMER = Date.UTC(2025, 6, 9, 0, 7, 6, 543);

test.each([
  ['utc', '2026-01-09 08:07:06 UTC', '2025-07-09 00:07:06 UTC'],
  ['z', '2026-01-09T08:07:06Z', '2025-07-09T00:07:06Z'],
  ['offset', '2026-01-09T08:07:06+00:00', '2025-07-09T00:07:06+00:00'],
  ['india', '2026-01-09 13:37:06 +0530', '2025-07-09 05:37:06 +0530'],
  ['milliseconds', '2026-01-09T08:07:06.543Z', '2025-07-09T00:07:06.543Z'],
  ['pacific', '2026-01-09 00:07:06 PST', '2025-07-08 17:07:06 PDT'],
] as const)('writes timestamps: %s', async (timestamps, winter, summer) => {
  const { simulator, url } = await setUp({ events: 0, timestamps });
  simulator.add({ time: SUMMER });
  simulator.add({ time: WINTER });
  expect((await askPage(url)).map(({ timestamp }) => timestamp)).toEqual([winter, summer]);
});

test('mixed timestamps, PST and PDT among them, can all be read', async () => {
  const records = await everyRecord({ timestamps: 'mixed', events: 300 });
  expect(new Set(records.map(({ timestamp }) => timestamp.replace(/\d/g, '0'))).size).toBe(7);
  expect(records.filter(({ timestamp }) => parseInstant(timestamp) === null)).toEqual([]);
});

test('some timestamps cannot be read', async () => {
  const records = await everyRecord({ badTimestampShare: 0.3, events: 1000 });
  const bad = records.filter(
    ({ timestamp }) => typeof timestamp !== 'string' || parseInstant(timestamp) === null,
  );
  expect(bad.length).toBeGreaterThan(200);
  expect(bad.length).toBeLessThan(400);
  expect(
    new Set(bad.map((record) => ('timestamp' in record ? record.timestamp : 'missing'))).size,
  ).toBeGreaterThan(4);
  const nulls = await everyRecord({ badTimestampShare: 1, badTimestamp: 'null', events: 3 });
  expect(nulls.map(({ timestamp }) => timestamp)).toEqual([null, null, null]);
});

test('ids beyond 2^53 are exact, as numbers and as strings', async () => {
  const { simulator, url } = await setUp({ events: 2, idGaps: 1, firstId: '9007199254740993' });
  expect((await ask(url)).body).toMatch(/"id":9007199254740994,.*"id":9007199254740993,/);
  simulator.behave({ idType: 'string' });
  expect((await ask(url, 'page[after]=9007199254740994')).body).toMatch(
    /^\{"data":\[\{"id":"9007199254740993",/,
  );
});

test('some records have no id', async () => {
  const records = await everyRecord({ badIdShare: 0.3, events: 1000 });
  expect(records.filter((record) => !('id' in record)).length).toBeGreaterThan(100);
  expect(records.filter((record) => record.id === null).length).toBeGreaterThan(100);
  expect(records.filter((record) => typeof record.id === 'number').length).toBeGreaterThan(600);
});

test('the bodies of some records change, their ids and times do not', async () => {
  const { url, clock } = await setUp({
    events: 100,
    historyDays: 0.001,
    revisedShare: 0.2,
    revisedAfterMs: 120_000,
  });
  const before = await askPage(url);
  await clock.advance(120_000);
  const after = await askPage(url);
  const changed = after.filter((record, index) => JSON.stringify(record) !== JSON.stringify(before[index]));
  expect(changed.length).toBeGreaterThan(5);
  expect(changed.length).toBeLessThan(40);
  expect(after.map(({ id, timestamp }) => [id, timestamp])).toEqual(
    before.map(({ id, timestamp }) => [id, timestamp]),
  );
});

test('the same records can be laid out over many lines', async () => {
  const { simulator, url } = await setUp({ firstId: '9007199254740993' });
  const compact = await ask(url);
  simulator.behave({ layout: 'lines' });
  const lines = await ask(url);
  simulator.behave({ layout: 'crlf-lines' });
  const crlf = await ask(url);
  expect(JSON.parse(lines.body)).toEqual(JSON.parse(compact.body));
  expect(lines.body).toMatch(/\{\n {2}"id": \d+,\n {2}"timestamp": "/);
  expect(lines.body).toMatch(/"workspace": \{\n {4}"id": /);
  expect(crlf.body).toBe(lines.body.replaceAll('\n', '\r\n'));
  expect(compact.body).not.toContain('\n');
});

test('an event dated ahead can be seen before its time', async () => {
  const records = await everyRecord({ events: 0, livePerMinute: 60, futureShare: 0.5, futureMs: 60_000 });
  expect(records.filter(({ timestamp }) => Date.parse(timestamp) > NOON).length).toBeGreaterThan(5);
});
