// The reference manual: as the schemas have it, and every configuration printed in it is one that the product takes.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/load.js';
import { destinationTypes } from '../../src/destinations/registry.js';
import { buildOnce } from '../support/build-once.js';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const FOR_VARIABLES = 'a-value-for-every-variable-of-32-bytes';

let dist: string;
beforeAll(async () => {
  dist = await buildOnce();
}, 180_000);

it('is as the schemas have it', async () => {
  const made = await mkdtemp(join(tmpdir(), 'docs-'));
  onTestFinished(() => run('rm', ['-r', made]).then(() => undefined));
  await run(process.execPath, [join(ROOT, 'scripts/make-docs.mjs'), dist, made]);
  const pages = [
    'configuration.md',
    'metrics.md',
    ...[...destinationTypes.keys()].map((type) => `destinations/${type}.md`),
  ];
  for (const page of pages) {
    const committed = await readFile(join(ROOT, 'docs', page), 'utf8');
    expect(
      committed,
      `${page}: run \`npm run build\`, then scripts/make-docs.mjs and make-format-docs.mjs`,
    ).toBe(await readFile(join(made, page), 'utf8'));
  }
});

it('prints only configurations that are accepted', async () => {
  const folder = join(ROOT, 'docs/destinations');
  for (const page of await readdir(folder)) {
    const blocks = (await readFile(join(folder, page), 'utf8')).matchAll(/```yaml\n([\s\S]*?)```/g);
    const examples = [...blocks].map(([, yaml = '']) => parse(yaml));
    expect(examples.length, `${page} has an example`).toBeGreaterThan(0);
    for (const content of examples) {
      const workspaces = [{ name: 'acme', api_token: { env: 'TOKEN' } }];
      const environment = new Proxy({}, { get: () => FOR_VARIABLES });
      expect(
        () => parseConfig({ workspaces, ...content }, { now: Date.now, environment }),
        page,
      ).not.toThrow();
    }
  }
});

it('prints alerts that are accepted', async () => {
  const page = await readFile(join(ROOT, 'docs/alerts.md'), 'utf8');
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const workspaces = [{ name: 'acme', api_token: { env: 'TOKEN' } }];
  const environment = new Proxy({}, { get: () => FOR_VARIABLES });
  const { alerts } = parseConfig({ workspaces, ...parse(yaml) }, { now: Date.now, environment });
  expect(alerts.map(({ name, type }) => [name, type])).toEqual([
    ['on-call', 'webhook'],
    ['channel', 'slack'],
  ]);
});
