// The names of a file destination's other files. All of them lie beside the file and begin with its name.
import { basename, dirname, extname, join } from 'node:path';
import { exists } from './paths.js';

/** `…/events.ndjson` cut into folder, `events` and `.ndjson`. */
function partsOf(path: string): { folder: string; stem: string; extension: string } {
  const extension = extname(path);
  return { folder: dirname(path), stem: basename(path, extension), extension };
}

/**
 * A name for the finished file that was begun at `startedAt`: `events.20260102T030405.678Z-001.ndjson`. Names sort in the
 * order of the files, and one that is taken, compressed or not, is never given again.
 */
export function freeRotatedName(path: string, startedAt: number): Promise<string> {
  return firstFree(path, compact(startedAt));
}

/** A name under which a file of somebody else's is set aside: `events.aside-20260102T030405.678Z-001.ndjson`. */
export function freeAsideName(path: string, now: number): Promise<string> {
  return firstFree(path, `aside-${compact(now)}`);
}

/** Whether `name` is that of a rotated file of `path`, not compressed yet, or of a compression that broke off. */
export function kindOfRotated(path: string, name: string): 'finished' | 'partial' | null {
  const { stem, extension } = partsOf(path);
  if (!name.startsWith(`${stem}.`)) return null;
  const match = /^\d{8}T\d{6}\.\d{3}Z-\d{3,}(.*)$/.exec(name.slice(stem.length + 1));
  if (match?.[1] === extension) return 'finished';
  return match?.[1] === `${extension}${PARTIAL}` ? 'partial' : null;
}

export const COMPRESSED = '.gz';
export const PARTIAL = '.gz.partial';

function compact(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]/g, '');
}

async function firstFree(path: string, label: string): Promise<string> {
  const { folder, stem, extension } = partsOf(path);
  for (let number = 1; ; number += 1) {
    const name = join(folder, `${stem}.${label}-${String(number).padStart(3, '0')}${extension}`);
    if (!(await exists(name)) && !(await exists(`${name}${COMPRESSED}`))) return name;
  }
}
