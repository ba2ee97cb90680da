// Whether a workspace could be saved into a configuration file. Asked with every page that is opened, so a large file is read once.
import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addWorkspace, type WrittenWorkspace } from '../config/add-workspace.js';

const ANY_WORKSPACE: WrittenWorkspace = {
  name: '(any)',
  base_url: 'https://www.workato.com',
  api_token: { file: './any.token' },
};

/** Asks whether this process may replace `file`, and a workspace can be added to the list in it. */
export function watchExtensible(file: string): () => Promise<boolean> {
  let known = { stamp: '', holdsList: false };
  return async () => {
    try {
      const real = await realpath(file);
      await access(real, constants.R_OK | constants.W_OK);
      await access(dirname(real), constants.W_OK);
      const { ino, size, mtimeMs, ctimeMs } = await stat(real);
      const stamp = [ino, size, mtimeMs, ctimeMs].join(' ');
      if (stamp !== known.stamp) known = { stamp, holdsList: await holdsList(real) };
      return known.holdsList;
    } catch {
      return false;
    }
  };
}

async function holdsList(file: string): Promise<boolean> {
  const source = await readFile(file, 'utf8');
  return addWorkspace(source, ANY_WORKSPACE, false).then(
    () => true,
    () => false,
  );
}
