// The compiled product for tests that need real processes. Built once for one state of src/, however many test files ask at once.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
// Within node_modules, so that the compiled files find the packages they import.
const CACHE = join(ROOT, 'node_modules/.cache/workato-audit-logs-build');
const LONGEST_BUILD_MS = 120_000;
const KEEP_OTHERS_MS = 3_600_000;

/** The folder with the compiled product: `cli/main.js`, `index.js` and the rest lie in it. */
export async function buildOnce(): Promise<string> {
  const home = join(CACHE, await hashSources());
  const dist = join(home, 'dist');
  if (existsSync(dist)) return dist;
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), await readFile(join(ROOT, 'package.json')));
  const lock = join(home, 'lock');
  for (;;) {
    if (await tryLock(lock)) break;
    if (existsSync(dist)) return dist;
    await delay(100);
  }
  try {
    if (!existsSync(dist)) await build(home, dist);
  } finally {
    await rm(lock, { force: true });
  }
  return dist;
}

async function build(home: string, dist: string): Promise<void> {
  const unfinished = join(home, `unfinished-${process.pid}`);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    await run(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', unfinished], {
      cwd: ROOT,
    });
  } catch (error: unknown) {
    // Types are checked elsewhere: what was emitted can be run.
    if (!existsSync(unfinished)) throw error;
  }
  await run(process.execPath, [join(ROOT, 'scripts/finish-build.mjs'), unfinished], { cwd: ROOT });
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await run(
    process.execPath,
    [vite, 'build', '--outDir', join(unfinished, 'dashboard'), '--logLevel', 'warn'],
    {
      cwd: ROOT,
    },
  );
  await rename(unfinished, dist);
  await removeOldBuilds();
}

/** Builds of other states of src/ that nobody can be using any more. */
async function removeOldBuilds(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const age = Date.now() - (await stat(join(CACHE, name))).mtimeMs;
    if (age > KEEP_OTHERS_MS) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

/** Holds the lock while its process lives. */
async function tryLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid} ${Date.now()}`, { flag: 'wx' });
    return true;
  } catch {
    const [pid, since] = (await readFile(lock, 'utf8').catch(() => '')).split(' ').map(Number);
    if (pid && since && (!isRunning(pid) || Date.now() - since > LONGEST_BUILD_MS)) {
      await rm(lock, { force: true });
    }
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await Promise.all(['src', 'scripts'].map((folder) => listFiles(join(ROOT, folder))))).flat();
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'vite.config.ts', 'package-lock.json'].map(
    (name) => join(ROOT, name),
  );
  for (const path of [...files, ...settings].sort()) {
    hash
      .update(path)
      .update('\0')
      .update(await readFile(path))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
