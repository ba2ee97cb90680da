// A folder that a file destination writes finished files into, and ways to read all of them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FileSettings, file } from '../../../src/destinations/file/file.js';
import { queryDuckDb } from '../../support/duckdb.js';
import { makeFolder } from './file-setup.js';

export async function setUpFolder(settings: object) {
  const folder = await makeFolder();
  return {
    type: file,
    folder,
    settings: FileSettings.parse({ path: folder, ...settings }),
    paths: () => filesIn(folder),
  };
}

/** Paths of all files below `folder`, relative to it, hidden ones too. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Ids of all records in all finished files, in ascending order. */
export async function idsIn(folder: string): Promise<number[]> {
  const ids: number[] = [];
  for (const path of (await filesIn(folder)).map((name) => join(folder, name))) {
    if (path.endsWith('.partial')) continue;
    for (const line of await recordsOf(path)) ids.push(JSON.parse(line).id);
  }
  return ids.sort((one, other) => one - other);
}

async function recordsOf(path: string): Promise<string[]> {
  if (path.endsWith('.parquet')) {
    const rows = await queryDuckDb(`SELECT record FROM read_parquet('${path}')`);
    return rows.map((row) => String(row['record']));
  }
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter(Boolean);
}
