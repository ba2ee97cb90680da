// Whether a file can be made in a folder: found out by making one.
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Makes a file with a byte in it, and removes it: permission, a read-only file system and a full disk all show here.
 * @throws what the file system says.
 */
export async function proveFolder(folder: string): Promise<void> {
  const probe = resolve(folder, `.workato-audit-logs-check-${randomUUID()}`);
  const handle = await open(probe, 'wx', 0o600);
  try {
    await handle.write('\n');
  } finally {
    await handle.close();
    await unlink(probe);
  }
}
