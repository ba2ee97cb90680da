import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFileOutput, createStreamOutput } from '../../../src/destinations/stdout/output.js';
import { createStdout } from '../../../src/destinations/stdout/stdout.js';
import { batchOf, linesOf } from '../../support/batch-of.js';
import { buildOnce } from '../../support/build-once.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { makeFolder } from '../file/file-setup.js';

const WRITER = join(import.meta.dirname, '../../support/stdout-writer.mjs');
const never = new AbortController().signal;
let dist = '';

beforeAll(async () => {
  dist = await buildOnce();
}, 120_000);

const idsIn = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).id);

describeDestination('stdout through a pipe', async () => {
  const pipe = new PassThrough({ highWaterMark: 2 ** 24 });
  let text = '';
  pipe.on('data', (piece) => {
    text += piece;
  });
  return {
    type: createStdout(() => createStreamOutput(pipe)),
    settings: {},
    stored: async () => idsIn(text),
    isExactlyOnce: false,
  };
});

describeDestination('stdout into a file', async () => {
  const path = join(await makeFolder(), 'out');
  const fd = openSync(path, 'w');
  return {
    type: createStdout(() => createFileOutput(fd)),
    settings: {},
    stored: async () => idsIn(readFileSync(path, 'utf8')),
    isExactlyOnce: false,
    cleanUp: async () => closeSync(fd),
  };
});

describe('a real process', () => {
  const start = (events: number) =>
    spawn(process.execPath, [WRITER, dist, String(events)], { stdio: ['ignore', 'pipe', 'pipe'] });

  test('waits for a slow reader, loses nothing and keeps its memory', async () => {
    const child = start(20_000);
    let text = '';
    for await (const piece of child.stdout) {
      text += piece;
      if (Math.random() < 0.05) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(idsIn(text)).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
  });

  test('stops cleanly when its reader goes away: an error that is final, no stack, nothing acknowledged beyond', async () => {
    const child = start(1_000_000);
    let complaint = '';
    child.stderr.on('data', (piece) => {
      complaint += piece;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code, signal] = await once(child, 'close');
    expect([code, signal]).toEqual([7, null]);
    expect(JSON.parse(complaint)).toMatchObject({ code: 'DESTINATION_UNAVAILABLE', retryable: false });
  });

  test('into a file, every line arrives whole', async () => {
    const path = join(await makeFolder(), 'out');
    const fd = openSync(path, 'a');
    const child = spawn(process.execPath, [WRITER, dist, '5000'], { stdio: ['ignore', fd, 'inherit'] });
    closeSync(fd);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(idsIn(readFileSync(path, 'utf8'))).toHaveLength(5000);
  });

  test('into a device that is full, the error says so and can be retried', async () => {
    const fd = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [WRITER, dist, '10'], { stdio: ['ignore', fd, 'pipe'] });
    closeSync(fd);
    let complaint = '';
    child.stderr?.on('data', (piece) => {
      complaint += piece;
    });
    expect(await once(child, 'close')).toEqual([7, null]);
    expect(JSON.parse(complaint)).toMatchObject({
      message: expect.stringContaining('ENOSPC'),
      retryable: true,
    });
  });
});

test('a batch of which a part went out before an error is completed, not begun again', async () => {
  let out = '';
  let room = 40;
  const output = {
    async write(bytes: Uint8Array, count: (bytes: number) => void) {
      const taken = bytes.subarray(0, room);
      out += Buffer.from(taken).toString('utf8');
      count(taken.length);
      if (taken.length < bytes.length) {
        room = 1e6;
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      }
    },
  };
  const type = createStdout(() => output);
  const first = await type.open({}, openContext());
  await expect(first.write(batchOf(0, 5), never)).rejects.toMatchObject({
    code: 'DESTINATION_UNAVAILABLE',
    retryable: true,
  });
  const second = await type.open({}, openContext());
  await second.write(batchOf(0, 5), never);
  await second.write(batchOf(5, 8), never);
  expect(out).toBe(linesOf(0, 8));
});

test('a stop gives a slow reader two seconds to take the lines under way, and no more', async () => {
  const clock = createVirtualClock();
  const stuck = new Writable({ write() {} });
  const destination = await createStdout(() => createStreamOutput(stuck)).open({}, openContext({ clock }));
  const stop = new AbortController();
  const writing = destination.write(batchOf(0, 5), stop.signal);
  stop.abort(new Error('SIGTERM'));
  await expect(clock.run(writing)).rejects.toMatchObject({ code: 'ABORTED' });
  expect(clock.monotonic()).toBe(2_000);
});
