import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isRotationDue } from '../../../src/destinations/file/file-rotation.js';
import type { Json } from '../../../src/journal/journal-data.js';
import { batchOf, bodyOf, linesOf } from '../../support/batch-of.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { allLines, setUpFile } from './file-setup.js';

const never = new AbortController().signal;
const HOUR = 3_600_000;

describe('by size', () => {
  test('no file grows beyond it, names sort in the order of writing, nothing is lost', async () => {
    const { open, folder, names } = await setUpFile({ rotate_size: '1KB' });
    const destination = await open();
    for (let after = 0; after < 300; after += 10) await destination.write(batchOf(after, after + 10), never);
    await destination.close();
    const all = await names();
    expect(all.length).toBeGreaterThan(8);
    for (const name of all) expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(1000);
    expect((await allLines(folder)).join('\n')).toBe(linesOf(0, 300).trimEnd());
  });

  test('batches are made small enough for the files', async () => {
    const { open } = await setUpFile({ rotate_size: '2KB' });
    const destination = await open();
    expect(destination.limits?.bytes).toBe(2000);
    await destination.close();
  });

  test('a name that is taken is never given again', async () => {
    const clock = createVirtualClock();
    const { open, folder, names } = await setUpFile({ rotate_size: '1KB' });
    const destination = await open({ clock });
    await writeFile(join(folder, 'events.20260101T000000.000Z-001.ndjson'), 'mine\n');
    await writeFile(join(folder, 'events.20260101T000000.000Z-002.ndjson.gz'), gzipSync('mine\n'));
    for (let after = 0; after < 90; after += 30) await destination.write(batchOf(after, after + 30), never);
    await destination.close();
    expect(await names()).toEqual([
      'events.20260101T000000.000Z-001.ndjson',
      'events.20260101T000000.000Z-002.ndjson.gz',
      'events.20260101T000000.000Z-003.ndjson',
      'events.20260101T000000.000Z-004.ndjson',
      'events.ndjson',
    ]);
    expect((await allLines(folder)).filter((line) => line !== 'mine').join('\n')).toBe(
      linesOf(0, 90).trimEnd(),
    );
  });
});

describe('by time', () => {
  test('the first event after a full interval begins a new file, also over a restart', async () => {
    const clock = createVirtualClock();
    const { deliver, names, text } = await setUpFile({ rotate_every: '1h' });
    await clock.advance(HOUR - 1000);
    let resume: Json = await deliver(0, 1, { clock });
    await clock.advance(2000);
    resume = await deliver(1, 2, { clock, resume });
    await clock.advance(HOUR / 2);
    await deliver(2, 3, { clock, resume });
    expect(await names()).toEqual(['events.20260101T005959.000Z-001.ndjson', 'events.ndjson']);
    expect(await text()).toBe(linesOf(1, 3));
  });

  test('a clock that goes back rotates nothing, and neither does an empty file', () => {
    const rotation = { maxBytes: null, everyMs: HOUR };
    expect(isRotationDue(rotation, { size: 1, startedAt: 5 * HOUR }, 1, 4 * HOUR)).toBe(false);
    expect(isRotationDue(rotation, { size: 0, startedAt: HOUR }, 1, 9 * HOUR)).toBe(false);
    expect(isRotationDue({ maxBytes: 10, everyMs: null }, { size: 0, startedAt: 0 }, 99, 0)).toBe(false);
  });
});

describe('compressed', () => {
  const settings = { rotate_size: '1KB', compress_rotated: true };

  test('finished files become .gz, readable by their owner only, and hold the same lines', async () => {
    const { open, folder, names } = await setUpFile(settings);
    const destination = await open();
    for (let after = 0; after < 90; after += 30) await destination.write(batchOf(after, after + 30), never);
    await destination.close();
    const finished = (await names()).filter((name) => name !== 'events.ndjson');
    expect(finished.length).toBeGreaterThan(0);
    for (const name of finished) {
      expect(name).toMatch(/\.ndjson\.gz$/);
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect((await allLines(folder)).join('\n')).toBe(linesOf(0, 90).trimEnd());
  });

  test.each(['before', 'during', 'after'])(
    'a crash %s compression is made good at the next start',
    async (when) => {
      const { open, folder, names } = await setUpFile(settings);
      const name = join(folder, 'events.20260101T000000.000Z-001.ndjson');
      await writeFile(name, linesOf(0, 30));
      if (when === 'during') await writeFile(`${name}.gz.partial`, gzipSync(linesOf(0, 30)).subarray(0, 20));
      if (when === 'after') await writeFile(`${name}.gz`, gzipSync(linesOf(0, 30)));
      await (await open()).close();
      expect(await names()).toEqual(['events.20260101T000000.000Z-001.ndjson.gz', 'events.ndjson']);
      expect((await allLines(folder)).join('\n')).toBe(linesOf(0, 30).trimEnd());
    },
  );

  test.each([gzipSync('other'), Buffer.from('no gzip')])(
    'what others put at the name is left alone',
    async (theirs) => {
      const { open, folder, log } = await setUpFile(settings);
      const name = join(folder, 'events.20260101T000000.000Z-001.ndjson');
      await writeFile(name, linesOf(0, 30));
      await writeFile(`${name}.gz`, theirs);
      await (await open()).close();
      expect(await readFile(name, 'utf8')).toBe(linesOf(0, 30));
      expect(await readFile(`${name}.gz`)).toEqual(theirs);
      expect(log.join('')).toContain('could not be compressed');
    },
  );
});

test('a crash between renaming the finished file and acknowledging the new one repeats nothing', async () => {
  const { deliver, path, folder, text, names } = await setUpFile({ rotate_size: '1KB' });
  const resume = await deliver(0, 30);
  await deliver(30, 60, { resume });
  await deliver(30, 60, { resume, batchOpen: true });
  expect(await text()).toBe(linesOf(30, 60));
  await writeFile(path, linesOf(30, 60).slice(0, 100));
  await deliver(30, 60, { resume, batchOpen: true });
  expect(await names()).toHaveLength(2);
  expect((await allLines(folder)).join('\n')).toBe(linesOf(0, 60).trimEnd());
  await rm(path);
  await deliver(30, 60, { resume, batchOpen: true });
  expect((await allLines(folder)).join('\n')).toBe(linesOf(0, 60).trimEnd());
  expect(bodyOf(1)).toContain('"id":1');
});
