// I8: the places that can cause a request are the ones that ARCHITECTURE.md lists with their guards.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .sort();
}

function callersOf(pattern: RegExp): string[] {
  return sourceFiles('src').filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
}

test('I8: only the sites of the table ask for pages, each taking from the budget', () => {
  const sites = callersOf(/\.readPage\(/);
  expect(sites).toEqual(['src/app/probe-workspace.ts', 'src/pull/ask.ts']);
  const table = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  for (const site of sites) {
    expect(table).toContain(site.replace('src/', '`'));
    const code = readFileSync(join(root, site), 'utf8');
    expect(code).toContain('budget.take(');
  }
});

test('I8: only the client of Workato, the endpoint of destinations and alerts use HTTP', () => {
  // The page asks its own server.
  const files = callersOf(/\bhttp\.send\(|createHttp\(|undici|\bfetch\(/);
  expect(files.filter((file) => !/^src\/(platform\/http|dashboard\/)/.test(file))).toEqual([
    'src/app/alerts/send-alert.ts',
    'src/app/wire-source.ts',
    'src/destinations/shared/http-endpoint.ts',
    'src/workato/client.ts',
  ]);
});
