import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileSettings, file } from '../../../src/destinations/file/file.js';
import { batchOf, linesOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { allLines, makeFolder, setUpFile } from './file-setup.js';

const never = new AbortController().signal;

for (const [name, given] of [
  ['file', {}],
  ['file that rotates', { rotate_size: '1KB' }],
] as const) {
  const create = async () => {
    const { settings, folder } = await setUpFile(given);
    return {
      type: file,
      settings,
      stored: async () => (await allLines(folder)).map((line) => JSON.parse(line).id),
      isExactlyOnce: true,
      faults: {},
    };
  };
  describeDestination(name, create);
  describeFaults(name, create);
}

describe('the file', () => {
  test('can be read by its owner only', async () => {
    const { deliver, path } = await setUpFile();
    await deliver(0, 1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('with lines of others in it is appended to', async () => {
    const { deliver, path, text } = await setUpFile();
    await writeFile(path, 'first\nno line end');
    await deliver(0, 2);
    expect(await text()).toBe(`first\nno line end\n${linesOf(0, 2)}`);
  });

  test('behind a symbolic link is written and rotated where it lies', async () => {
    const { folder, path, deliver, names } = await setUpFile({ rotate_size: '1KB' });
    await mkdir(join(folder, 'real'));
    await symlink('real/data.ndjson', path);
    const resume = await deliver(0, 30);
    await deliver(30, 60, { resume });
    expect(await names()).toEqual(['events.ndjson', 'real']);
    expect((await allLines(join(folder, 'real'), 'data.ndjson')).map((line) => JSON.parse(line).id)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });
});

describe('after a crash', () => {
  test.each([
    ['half a line', (lines: string) => lines.slice(0, 17)],
    ['some whole lines', () => linesOf(5, 7)],
    ['the whole batch', (lines: string) => lines],
    ['what a power cut makes of it', (lines: string) => `${'\0'.repeat(39)}\n${lines.slice(40)}`],
  ])('%s of a batch that nobody acknowledged is not there twice', async (_name, remains) => {
    const { deliver, path, text, log } = await setUpFile();
    const resume = await deliver(0, 5);
    await appendFile(path, remains(linesOf(5, 10)));
    await deliver(5, 10, { resume, batchOpen: true });
    expect(await text()).toBe(linesOf(0, 10));
    expect(log.join('')).toContain('Cut off');
  });

  test.each([1, 20, linesOf(0, 3).length, linesOf(0, 5).length])(
    'the first batch, %d bytes of which were written before any was acknowledged, is completed',
    async (length) => {
      const { deliver, path, text } = await setUpFile();
      await writeFile(path, `of others\n${linesOf(0, 5).slice(0, length)}`);
      await deliver(0, 5, { batchOpen: true });
      expect(await text()).toBe(`of others\n${linesOf(0, 5)}`);
    },
  );

  test('half a line is cut off at once, also where no batch is open and nothing is to be written', async () => {
    const { deliver, open, path, text } = await setUpFile();
    const resume = await deliver(0, 5);
    await appendFile(path, '{"complete":"line"}\n{"id":12,"na');
    await (await open({ resume })).close();
    expect(await text()).toBe(`${linesOf(0, 5)}{"complete":"line"}\n`);
  });

  test('whole lines that somebody appended while no batch was open are kept', async () => {
    const { deliver, path, text } = await setUpFile();
    const resume = await deliver(0, 5);
    await appendFile(path, 'of others\n');
    await deliver(5, 10, { resume });
    expect(await text()).toBe(`${linesOf(0, 5)}of others\n${linesOf(5, 10)}`);
  });

  // A backup of the journal was made while a batch was on its way, and restored weeks later.
  test.each(['in place', 'renamed'])(
    'a file that is further than the journal loses nothing, and gets no batch twice that is in it: %s',
    async (how) => {
      const { deliver, path, log, folder } = await setUpFile();
      const resume = await deliver(0, 5);
      await appendFile(path, `${linesOf(5, 10)}${linesOf(10, 400)}`);
      if (how === 'renamed') await rename(path, `${path}.1`);
      else await appendFile(path, '{"torn');
      const next = await deliver(5, 10, { resume, batchOpen: true });
      await deliver(400, 405, { resume: next });
      const again = how === 'renamed' ? linesOf(5, 10) : '';
      expect((await allLines(folder)).join('\n')).toBe(
        `${linesOf(0, 400)}${again}${linesOf(400, 405)}`.trimEnd(),
      );
      expect(log.join('').includes('holds more than this journal knows of')).toBe(how === 'in place');
    },
  );

  test('the end of a file that was renamed meanwhile is cut off there', async () => {
    const { deliver, path, text, folder } = await setUpFile();
    const resume = await deliver(0, 5);
    await appendFile(path, linesOf(5, 10).slice(0, 30));
    await rename(path, `${path}.1`);
    await deliver(5, 10, { resume, batchOpen: true });
    expect(await text()).toBe(linesOf(5, 10));
    expect((await allLines(folder)).join('\n')).toBe(linesOf(0, 10).trimEnd());
  });
});

describe('what others do to the file', () => {
  test.each(['while it is open', 'between two runs'])('%s: renamed, it is begun anew', async (when) => {
    const { open, path, text } = await setUpFile();
    let destination = await open();
    const { resume } = await destination.write(batchOf(0, 5), never);
    await rename(path, `${path}.1`);
    if (when === 'between two runs') {
      await destination.close();
      destination = await open({ resume });
    }
    await destination.write(batchOf(5, 10), never);
    await destination.close();
    expect(await text()).toBe(linesOf(5, 10));
  });

  test('renamed and made anew, the new one is written', async () => {
    const { open, path, text } = await setUpFile();
    const destination = await open();
    await destination.write(batchOf(0, 5), never);
    await rename(path, `${path}.1`);
    await writeFile(path, '');
    await destination.write(batchOf(5, 10), never);
    await destination.close();
    expect(await text()).toBe(linesOf(5, 10));
  });

  test('removed, it is made again', async () => {
    const { open, path, text } = await setUpFile();
    const destination = await open();
    await destination.write(batchOf(0, 5), never);
    await rm(path);
    await destination.write(batchOf(5, 10), never);
    await destination.close();
    expect(await text()).toBe(linesOf(5, 10));
  });

  test('emptied (copytruncate), it goes on from its beginning, without a hole', async () => {
    const { open, path, text } = await setUpFile();
    const destination = await open();
    await destination.write(batchOf(0, 5), never);
    await truncate(path, 0);
    await destination.write(batchOf(5, 10), never);
    await destination.close();
    expect(await text()).toBe(linesOf(5, 10));
  });

  test('cut in the middle of a line, it is set aside untouched and a new one begun', async () => {
    const { deliver, path, text, names, folder, log } = await setUpFile();
    const resume = await deliver(0, 5);
    await truncate(path, 30);
    await deliver(5, 10, { resume });
    expect(await text()).toBe(linesOf(5, 10));
    const [aside] = (await names()).filter((name) => name.includes('aside'));
    expect((await stat(join(folder, aside ?? ''))).size).toBe(30);
    expect(log.join('')).toContain('set aside');
  });

  test('replaced by a file of somebody else, that one is set aside, not written and not cut', async () => {
    const { deliver, path, text, names } = await setUpFile();
    const resume = await deliver(0, 5);
    await rm(path);
    await writeFile(path, 'precious');
    await deliver(5, 10, { resume, batchOpen: true });
    expect(await text()).toBe(linesOf(5, 10));
    expect((await names()).filter((name) => name.startsWith('events.aside-'))).toHaveLength(1);
  });

  test('appended to while it is open, their lines stay whole and so do ours', async () => {
    const { open, path, text } = await setUpFile();
    const destination = await open();
    await destination.write(batchOf(0, 5), never);
    await appendFile(path, 'of others, no line end');
    await destination.write(batchOf(5, 10), never);
    await destination.write(batchOf(10, 12), never);
    await destination.close();
    expect(await text()).toBe(`${linesOf(0, 5)}of others, no line end\n${linesOf(5, 12)}`);
  });
});

describe('what cannot be written', () => {
  test.each([
    ['a folder', 'CONFIG_INVALID', async (path: string) => void (await mkdir(path))],
    ['a pipe', 'CONFIG_INVALID', async (path: string) => void execFileSync('mkfifo', [path])],
    ['a device', 'CONFIG_INVALID', async (path: string) => symlink('/dev/null', path)],
    ['a link to itself', 'DESTINATION_UNAVAILABLE', async (path: string) => symlink(path, path)],
  ])('%s is refused by check and by open, with the remedy', async (_name, code, make) => {
    const { open, path, settings } = await setUpFile();
    await make(path);
    await expect(file.check(settings, openContext(), never)).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/\w/),
    });
    await expect(open()).rejects.toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  });

  test('a missing folder is not made', async () => {
    const folder = await makeFolder();
    const settings = FileSettings.parse({ path: join(folder, 'none', 'events.ndjson') });
    await expect(file.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('its folder does not exist'),
    });
  });

  test('a check makes no file and leaves none', async () => {
    const { settings, names } = await setUpFile({ rotate_size: '1MB' });
    await file.check(settings, openContext(), never);
    expect(await names()).toEqual([]);
  });
});

describe('settings', () => {
  test.each([
    ['100MB', 1e8],
    ['1 GiB', 2 ** 30],
    ['1.5MB', 1.5e6],
    ['2048B', 2048],
  ])('the size %s is read', (text, bytes) => {
    expect(FileSettings.parse({ path: 'x', rotate_size: text }).rotate_size).toBe(bytes);
  });

  test.each(['100', '0MB', '12B', 'big', '-1MB', ''])('the size "%s" is not', (text) => {
    const parsed = FileSettings.safeParse({ path: 'x', rotate_size: text });
    expect(parsed.error?.issues[0]?.message).toContain('a size such as 100MB');
  });

  test.each(['1h', '30s', '1d'])('the interval %s is read', (text) => {
    expect(FileSettings.safeParse({ path: 'x', rotate_every: text }).success).toBe(true);
  });

  test.each(['1', '0h', '1w', 'hourly'])('the interval "%s" is not', (text) => {
    expect(FileSettings.safeParse({ path: 'x', rotate_every: text }).success).toBe(false);
  });
});
