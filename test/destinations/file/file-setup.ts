// A folder of its own for each test, and short ways to write to a file destination in it.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { OpenContext } from '../../../src/deliver/destination.js';
import { FileSettings, file } from '../../../src/destinations/file/file.js';
import type { Json } from '../../../src/journal/journal-data.js';
import { createLogger } from '../../../src/platform/log.js';
import { batchOf } from '../../support/batch-of.js';
import { openContext } from '../../support/destination-contract.js';

const never = new AbortController().signal;

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'file-destination-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function setUpFile(settings: object = {}) {
  const folder = await makeFolder();
  const path = join(folder, 'events.ndjson');
  const log: string[] = [];
  const logger = createLogger({
    format: 'text',
    level: 'info',
    write: (line) => log.push(line),
    now: Date.now,
  });
  const parsed = FileSettings.parse({ path, ...settings });
  const open = (context: Partial<OpenContext> = {}) => file.open(parsed, openContext({ logger, ...context }));
  return {
    folder,
    path,
    log,
    settings: parsed,
    open,
    text: () => readFile(path, 'utf8'),
    names: async () => (await readdir(folder)).sort(),
    /** Opens, writes events `after` + 1 to `to`, closes. */
    deliver: async (after: number, to: number, context: Partial<OpenContext> = {}): Promise<Json> => {
      const destination = await open(context);
      try {
        const { resume } = await destination.write(batchOf(after, to), never);
        return JSON.parse(JSON.stringify(resume));
      } finally {
        await destination.close();
      }
    },
  };
}

/** All lines of all files in `folder`, in the order of names with the file that is written last at the end. */
export async function allLines(folder: string, last = 'events.ndjson'): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name !== last).sort();
  const texts = [];
  for (const name of [...names, last]) {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    texts.push((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  }
  return texts.join('').split('\n').filter(Boolean);
}
