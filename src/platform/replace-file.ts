// Putting a new text in a file's place: whoever reads it sees the old one or the new one, also after a crash.
import { randomUUID } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes `text` beside `path` with permissions `mode`, lets `prove` look at it, and puts it in the place of `path`.
 * @throws what `prove` throws, or what the file system says; `path` is then as it was.
 */
export async function replaceFile(
  path: string,
  text: string,
  mode: number,
  prove: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeNewFile(draft, text, mode);
    await prove(draft);
    await rename(draft, path);
  } catch (error: unknown) {
    await unlink(draft).catch(() => {});
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Makes a file with `text` that is on the disk when this resolves. @throws EEXIST where there is one. */
export async function writeNewFile(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    // Whatever the process's mask took away.
    await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
