// Whether a compressed file holds exactly what a plain one does.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** False also where `compressed` is no whole gzip file. */
export async function isSameContent(
  plain: string,
  compressed: string,
  signal: AbortSignal,
): Promise<boolean> {
  const plainHash = createHash('sha256');
  const unpackedHash = createHash('sha256');
  await pipeline(createReadStream(plain), plainHash, { signal });
  try {
    await pipeline(createReadStream(compressed), createGunzip(), unpackedHash, { signal });
  } catch (error: unknown) {
    if (signal.aborted) throw error;
    return false;
  }
  return plainHash.digest('hex') === unpackedHash.digest('hex');
}
