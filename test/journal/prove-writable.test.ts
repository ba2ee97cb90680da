import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { proveWritable } from '../../src/journal/prove-writable.js';
import { asNobody } from './as-nobody.js';
import { makeJournal } from './make-journal.js';
import { temporaryFolder } from './temporary-folder.js';

it('accepts a journal that is there, and a folder for one, and changes neither', async () => {
  const path = await makeJournal(1);
  const before = await stat(path);
  await proveWritable(path);
  await proveWritable(join(dirname(path), 'other.db'));
  expect(await readdir(dirname(path))).toEqual(['journal.db', 'journal.db.lock']);
  expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
});

it('refuses a folder in which this user may make nothing, with or without a journal in it', async () => {
  const path = await makeJournal(1);
  const folder = join(dirname(path), 'closed');
  await mkdir(folder, { mode: 0o555 });
  await chmod(dirname(path), 0o555);
  await asNobody(async () => {
    for (const journal of [path, join(folder, 'journal.db')]) {
      await expect(proveWritable(journal)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: `The journal ${journal} cannot be used: permission denied.`,
      });
    }
  });
  await chmod(dirname(path), 0o755);
});

it('refuses a folder that is not there', async () => {
  const journal = join(await temporaryFolder(), 'nowhere/journal.db');
  await expect(proveWritable(journal)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
