import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOnce } from '../../support/build-once.js';
import { allLines, makeFolder } from './file-setup.js';
import { filesIn, idsIn } from './folder-setup.js';

const WRITER = join(import.meta.dirname, '../../support/killed-writer.mjs');
const MOST_OPERATIONS = 200;
let dist = '';

beforeAll(async () => {
  dist = await buildOnce();
}, 120_000);

interface Run {
  folder: string;
  events: number;
  settings?: object;
  /** Before which file operation it kills itself; 0: not at all. */
  killAt?: number;
  /** After how many milliseconds it is killed from outside. */
  killAfterMs?: number;
}

/** Runs the writer; true where it came to its end, false where it was killed. */
async function runWriter({ folder, events, settings = {}, killAt = 0, killAfterMs }: Run): Promise<boolean> {
  const args = [WRITER, dist, folder, String(killAt), String(events), JSON.stringify(settings)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (piece) => {
    complaint += piece;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]));
  });
  clearTimeout(timer);
  if (signal === 'SIGKILL') return false;
  expect(complaint).toBe('');
  expect(code).toBe(0);
  return true;
}

async function expectEachOnce(folder: string, events: number, isFolder = false): Promise<void> {
  const out = join(folder, 'out');
  const ids = isFolder ? await idsIn(out) : (await allLines(out)).map((line) => JSON.parse(line).id);
  expect(ids).toEqual(Array.from({ length: events }, (_, index) => index + 1));
}

describe.each([
  ['one file', {}],
  ['rotated and compressed files', { rotate_size: '1KB', compress_rotated: true }],
  ['compressed files in partitions', { encoding: 'ndjson_gzip', partition: 'h={hour}' }],
])('killed before each of its file operations in turn: %s', (_name, settings) => {
  const isFolder = 'encoding' in settings;
  // A batch of many files is many operations.
  const events = isFolder ? 20 : 40;

  test('every line is there once', { timeout: 120_000 }, async () => {
    let next = 1;
    let finished = false;
    const work = async () => {
      while (!finished) {
        const killAt = next;
        next += 1;
        expect(killAt).toBeLessThan(MOST_OPERATIONS);
        const folder = await makeFolder();
        if (await runWriter({ folder, events, settings, killAt })) finished = true;
        else await runWriter({ folder, events, settings });
        await expectEachOnce(folder, events, isFolder);
        const left = await filesIn(join(folder, 'out'));
        expect(left.filter((path) => path.endsWith('.partial'))).toEqual([]);
      }
    };
    await Promise.all([work(), work()]);
    expect(next).toBeGreaterThan(5);
  });
});

test('killed again and again, also while it repairs, every line is there once', {
  timeout: 120_000,
}, async () => {
  const folder = await makeFolder();
  const settings = { rotate_size: '2KB', compress_rotated: true };
  let kills = 0;
  for (let round = 0; round < 20; round += 1) {
    const killAt = 1 + ((round * 7) % 11);
    if (!(await runWriter({ folder, events: 100 + round * 20, settings, killAt }))) kills += 1;
  }
  await runWriter({ folder, events: 500, settings });
  expect(kills).toBeGreaterThan(10);
  await expectEachOnce(folder, 500);
});

test('killed from outside at random moments, every line is there once', { timeout: 120_000 }, async () => {
  const folder = await makeFolder();
  const events = 20_000;
  let kills = 0;
  for (let round = 0; round < 21; round += 1) {
    const killAfterMs = 100 + Math.random() * 100;
    if (!(await runWriter({ folder, events, killAfterMs }))) kills += 1;
  }
  await runWriter({ folder, events });
  await expectEachOnce(folder, events);
  expect(kills).toBeGreaterThan(0);
});
