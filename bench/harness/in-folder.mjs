// A folder for one measurement, removed afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `work` with the path of a fresh folder. */
export async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'workato-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
