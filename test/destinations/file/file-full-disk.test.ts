import { execFileSync } from 'node:child_process';
import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileSettings, file } from '../../../src/destinations/file/file.js';
import { toFileError } from '../../../src/destinations/file/file-errors.js';
import { batchOf, linesOf } from '../../support/batch-of.js';
import { openContext } from '../../support/destination-contract.js';
import { makeFolder } from './file-setup.js';
import { filesIn, idsIn } from './folder-setup.js';

const never = new AbortController().signal;

/** A file system of 64 KiB; null where this machine lets nobody mount one. */
async function mountSmall(): Promise<string | null> {
  const folder = await makeFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

test('on a full disk what is there stays whole, and delivery goes on once there is room', async (context) => {
  const folder = await mountSmall();
  if (!folder) return context.skip('mounting a small file system needs privileges');
  const path = join(folder, 'events.ndjson');
  await writeFile(join(folder, 'ballast'), Buffer.alloc(40_000));
  const settings = FileSettings.parse({ path });
  const destination = await file.open(settings, openContext());
  const { resume } = await destination.write(batchOf(0, 200), never);
  const full = destination.write(batchOf(200, 1200), never);
  await expect(full).rejects.toMatchObject({
    code: 'DESTINATION_UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining('no room'),
    hint: expect.stringContaining('intact'),
  });
  expect(await readFile(path, 'utf8')).toBe(linesOf(0, 200));
  await expect(destination.write(batchOf(200, 1200), never)).rejects.toMatchObject({ retryable: true });
  await unlink(join(folder, 'ballast'));
  await destination.close();
  const again = await file.open(settings, openContext({ resume, batchOpen: true }));
  await again.write(batchOf(200, 1200), never);
  await again.close();
  expect(await readFile(path, 'utf8')).toBe(linesOf(0, 1200));
});

test('on a full disk no half file is left in a folder, and the batch is written once there is room', async (context) => {
  const folder = await mountSmall();
  if (!folder) return context.skip('mounting a small file system needs privileges');
  await writeFile(join(folder, 'ballast'), Buffer.alloc(40_000));
  const settings = FileSettings.parse({ path: folder, partition: 'dt={date}' });
  const destination = await file.open(settings, openContext());
  const full = destination.write(batchOf(0, 1200), never);
  await expect(full).rejects.toMatchObject({
    code: 'DESTINATION_UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining('no room'),
  });
  expect(await filesIn(folder)).toEqual(['ballast']);
  await unlink(join(folder, 'ballast'));
  await destination.write(batchOf(0, 1200), never);
  await destination.close();
  expect(await idsIn(folder)).toHaveLength(1200);
});

test('a check on a full disk says so and leaves nothing', async (context) => {
  const folder = await mountSmall();
  if (!folder) return context.skip('mounting a small file system needs privileges');
  await writeFile(join(folder, 'ballast'), Buffer.alloc(65_536));
  const settings = FileSettings.parse({ path: join(folder, 'events.ndjson') });
  await expect(file.check(settings, openContext(), never)).rejects.toMatchObject({
    message: expect.stringContaining('no room'),
  });
  await expect(stat(join(folder, 'events.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each(['EACCES', 'EROFS', 'EIO', 'ENOTDIR', 'ESTALE'])('%s names the path and what to do', (code) => {
  const error = toFileError(
    Object.assign(new Error('x'), { code, syscall: 'open' }),
    '/data/events.ndjson',
    'write',
  );
  expect(error.code).toBe('DESTINATION_UNAVAILABLE');
  expect(error.message).toContain('/data/events.ndjson');
  expect(error.hint).not.toBe('');
});
