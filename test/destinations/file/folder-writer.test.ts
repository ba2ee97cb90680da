import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toBatch } from '../../../src/deliver/batch.js';
import type { Batch, OpenContext } from '../../../src/deliver/destination.js';
import { FileSettings, file } from '../../../src/destinations/file/file.js';
import type { StoredEvent } from '../../../src/journal/journal-data.js';
import { batchOf, bodyOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { storedEvent } from '../../support/memory-journal.js';
import { makeFolder } from './file-setup.js';
import { filesIn, idsIn, setUpFolder } from './folder-setup.js';

const never = new AbortController().signal;

for (const [name, given] of [
  ['files of compressed lines', { encoding: 'ndjson_gzip' }],
  ['files of lines in partitions', { partition: 'dt={date}/hour={hour}' }],
  ['Parquet files in partitions', { encoding: 'parquet', partition: 'dt={date}/workspace={workspace}' }],
] as const) {
  const create = async () => {
    const { folder, ...subject } = await setUpFolder(given);
    return { ...subject, stored: () => idsIn(folder), isExactlyOnce: true, faults: {} };
  };
  describeDestination(name, create);
  describeFaults(name, create);
}

/** One batch with an event for each of `changes`. */
function batchWith(...changes: readonly Partial<StoredEvent>[]): Batch {
  const deliveries = changes.map((change, index) => {
    const event = { ...storedEvent(index + 1, bodyOf(index + 1)), ...change };
    return { event, line: event.raw };
  });
  const draft = { after: 0, to: changes.length, deliveries, filtered: [], unformatted: [], bytes: 0 };
  return toBatch(draft, 'journal-1', 'test');
}

async function deliver(settings: unknown, batch: Batch, context: Partial<OpenContext> = {}): Promise<void> {
  const parsed = settings as FileSettings;
  const destination = await file.open(parsed, openContext(context));
  await destination.write(batch, never);
  await destination.close();
}

describe('the files', () => {
  test('are named after journal, positions and content, one for each partition', async () => {
    const { settings, paths } = await setUpFolder({ partition: 'dt={date}' });
    const day = Date.UTC(2026, 0, 31, 23, 59, 59, 999);
    await deliver(settings, batchWith({ time: day }, { time: day + 1 }, { time: null }, { time: day }));
    expect(await paths()).toEqual([
      expect.stringMatching(/^dt=2026-01-31\/journal-1-000000000001-000000000004-[0-9a-f]{32}\.ndjson$/),
      expect.stringMatching(/^dt=2026-02-01\/journal-1-000000000002-000000000002-[0-9a-f]{32}\.ndjson$/),
      expect.stringMatching(/^dt=__HIVE_DEFAULT_PARTITION__\/journal-1-0{11}3-0{11}3-[0-9a-f]{32}\.ndjson$/),
    ]);
  });

  test('can be read by their owner only, and so can the folders', async () => {
    const { settings, folder, paths } = await setUpFolder({ partition: 'dt={date}' });
    await deliver(settings, batchOf(0, 1));
    const [path = ''] = await paths();
    expect((await stat(join(folder, path))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'dt=2026-01-01'))).mode & 0o777).toBe(0o700);
  });

  test('of a workspace with a hostile name stay in their folder', async () => {
    const { settings, folder, paths } = await setUpFolder({ partition: '{workspace}/{event_type}' });
    await deliver(
      settings,
      batchWith({ workspace: '../../..', type: '/etc' }, { workspace: '..', type: '\0' }),
    );
    expect((await paths()).map((path) => path.split('/').slice(0, 2))).toEqual([
      ['%2E.%2F..%2F..', '%2Fetc'],
      ['%2E.', '%00'],
    ]);
    expect(await idsIn(folder)).toEqual([1, 2]);
  });

  test('of another journal with the same positions are files of their own', async () => {
    const { settings, paths } = await setUpFolder({ encoding: 'ndjson_gzip' });
    await deliver(settings, batchOf(0, 3));
    await deliver(settings, batchOf(0, 3), { journalId: 'journal-2' });
    await deliver(
      settings,
      batchOf(0, 3, (position) => `{"id":${position},"restored":true}`),
    );
    expect(await paths()).toHaveLength(3);
  });

  test.each(['ndjson', 'ndjson_gzip', 'parquet'])(
    'are the same byte for byte when a batch comes again: %s',
    async (encoding) => {
      const { settings, folder, paths } = await setUpFolder({ encoding, partition: 'dt={date}' });
      const contents = async () =>
        Promise.all((await paths()).map((path) => readFile(join(folder, path), 'hex')));
      await deliver(settings, batchOf(0, 30));
      const before = [await paths(), await contents()];
      await deliver(settings, batchOf(0, 30), { batchOpen: true });
      expect([await paths(), await contents()]).toEqual(before);
    },
  );
});

describe('after a crash', () => {
  test('half-written files of this journal are removed, and nothing else is', async () => {
    const { settings, folder, paths } = await setUpFolder({ encoding: 'parquet' });
    const others = ['.journal-2-x.ndjson.partial', '.journal-1', 'journal-1-x.partial', 'notes.txt'];
    for (const name of ['.journal-1-0-1-a.parquet.partial', ...others])
      await writeFile(join(folder, name), 'x');
    await (await file.open(settings, openContext())).close();
    expect(await paths()).toEqual([...others].sort());
  });

  test('a file that was cut in half by a power cut is whole once its batch came again', async () => {
    const { settings, folder, paths } = await setUpFolder({ encoding: 'ndjson_gzip' });
    await deliver(settings, batchOf(0, 20));
    const [path = ''] = await paths();
    await writeFile(join(folder, path), '');
    await deliver(settings, batchOf(0, 20), { batchOpen: true });
    expect(await idsIn(folder)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});

describe('what cannot be written', () => {
  test('a folder that is not there is not made', async () => {
    const folder = await makeFolder();
    const settings = FileSettings.parse({ path: join(folder, 'none'), encoding: 'parquet' });
    const expected = { code: 'DESTINATION_UNAVAILABLE', message: expect.stringContaining('does not exist') };
    await expect(file.check(settings, openContext(), never)).rejects.toMatchObject(expected);
    await expect(file.open(settings, openContext())).rejects.toMatchObject(expected);
  });

  test('a file where a folder is expected is refused with the reason', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'events.ndjson'), '');
    const settings = FileSettings.parse({ path: join(folder, 'events.ndjson'), partition: 'dt={date}' });
    const expected = { code: 'CONFIG_INVALID', hint: expect.stringContaining('names the folder') };
    await expect(file.check(settings, openContext(), never)).rejects.toMatchObject(expected);
    await expect(file.open(settings, openContext())).rejects.toMatchObject(expected);
  });

  test('a folder that goes away while it is open is missed, not made anew, and written once it is back', async () => {
    const { settings, folder } = await setUpFolder({ encoding: 'ndjson_gzip' });
    const destination = await file.open(settings, openContext());
    await rm(folder, { recursive: true });
    await expect(destination.write(batchOf(0, 2), never)).rejects.toMatchObject({ retryable: true });
    await mkdir(folder);
    await destination.write(batchOf(0, 2), never);
    await destination.close();
    expect(await idsIn(folder)).toEqual([1, 2]);
  });
});

test('what makes no sense together is refused', () => {
  const { error } = FileSettings.safeParse({
    path: 'x',
    encoding: 'parquet',
    rotate_size: '1MB',
    compress_rotated: true,
  });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['rotate_size', 'compress_rotated']);
  expect(FileSettings.safeParse({ path: 'x', encoding: 'csv' }).success).toBe(false);
});

test('batches are of a size that makes good files, and wait to be filled', () => {
  const limits = (given: object) => file.limitsFor?.(FileSettings.parse({ path: 'x', ...given }));
  expect(limits({ encoding: 'parquet' })).toMatchObject({ events: 50_000, ageMs: 300_000 });
  expect(limits({ partition: 'dt={date}' })).toMatchObject({ events: 50_000 });
  expect(limits({})).toEqual(file.limits);
});

test('folders of others are left alone', async () => {
  const { settings, folder } = await setUpFolder({ encoding: 'ndjson_gzip' });
  await mkdir(join(folder, 'other'));
  await writeFile(join(folder, 'other', 'precious'), 'x');
  await deliver(settings, batchOf(0, 2));
  expect(await filesIn(folder)).toContain('other/precious');
});
