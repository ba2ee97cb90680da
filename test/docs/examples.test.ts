import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { buildOnce } from '../support/build-once.js';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');

/** A project that has this package, as built from the present sources, among its dependencies. */
async function makeProject(): Promise<string> {
  const home = dirname(await buildOnce());
  const project = await mkdtemp(join(tmpdir(), 'examples-test-'));
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  await mkdir(join(project, 'node_modules'));
  await symlink(home, join(project, 'node_modules/workato-audit-logs'));
  await symlink(join(ROOT, 'node_modules/zod'), join(project, 'node_modules/zod'));
  return project;
}

async function runExample(name: string): Promise<string> {
  const project = await makeProject();
  await copyFile(join(ROOT, 'examples', name), join(project, name));
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: project });
  expect(stderr).toBe('');
  return stdout;
}

it('reads events', async () => {
  const lines = (await runExample('read-events.mjs')).trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line).toMatch(/^ *\d+ {2}\w+$/);
}, 180_000);

it('delivers to a destination of its own', async () => {
  expect(await runExample('own-destination.mjs')).toMatch(
    /^500 events stored, [1-9]\d* sign-ins delivered\nsign-ins: ok, at position 500, 0 waiting\n$/,
  );
}, 180_000);

it.each([
  ['configuration.md', 'make-docs.mjs'],
  ['formats.md', 'make-format-docs.mjs'],
])(
  'keeps docs/%s as the code has it',
  async (page, script) => {
    const made = join(await makeProject(), page);
    await run(process.execPath, [join(ROOT, 'scripts', script), await buildOnce(), made]);
    const committed = await readFile(join(ROOT, 'docs', page), 'utf8');
    expect(committed, `run \`npm run build && node scripts/${script}\``).toBe(await readFile(made, 'utf8'));
  },
  180_000,
);
