// What outlives a collector: a page that is open, and a workspace that was connected on it.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { browse } from '../browse.js';
import { pullNow, rowOf, until } from './act.js';
import { ROTATED_TOKEN } from './settings.js';
import { useCollector } from './start-collector.js';

const collector = useCollector({ workspaces: ['well'] });

test('a workspace is connected, tested and saved by the collector that runs, and read by the next one', async () => {
  const { live } = collector;
  const file = join(live.folder, 'workato-audit-logs.yaml');
  const before = parse(await readFile(file, 'utf8'));
  const page = await browse(live.url, { path: '/connect' });
  await page.getByLabel('Name').fill('acme-dev');
  await page
    .getByLabel('Data centre')
    .selectOption({ label: 'A host of your own (virtual private Workato)' });
  await page.getByLabel('Base URL').fill(live.simulator.url);
  await page.getByLabel('API token').fill('a-token-that-nobody-knows');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByRole('heading', { name: 'The connection does not work' }).waitFor();
  await page.getByText(/its client role lacks the privilege .* Base URLs: /).waitFor();
  await page.getByLabel('API token').fill(ROTATED_TOKEN);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByRole('heading', { name: 'The connection works' }).waitFor();
  expect(await page.getByRole('table', { name: 'The newest events' }).getByRole('row').count()).toBe(11);
  const tokenFile = join(live.folder, 'acme-dev.token');
  await page.getByText(`api_token: { file: ${tokenFile} }`).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`Saved to ${file}. Start the collector again to use it.`).waitFor();
  expect(await page.content()).not.toContain(ROTATED_TOKEN);
  expect(live.process.stderr).not.toContain(ROTATED_TOKEN);
  expect(parse(await readFile(file, 'utf8'))).toEqual({
    ...before,
    workspaces: [
      ...before.workspaces,
      { name: 'acme-dev', base_url: live.simulator.url, api_token: { file: tokenFile } },
    ],
  });
  expect([await readFile(tokenFile, 'utf8'), (await stat(tokenFile)).mode & 0o777]).toEqual([
    `${ROTATED_TOKEN}\n`,
    0o600,
  ]);
  await live.kill();
  await live.start();
  await page.goto(live.url);
  await rowOf(page, 'acme-dev').getByText('tailing').waitFor();
});

test('kill -9 under an open page: it goes on by itself, and what is done then is done by the next collector', async () => {
  const { live } = collector;
  const page = await browse(live.url);
  await rowOf(page, 'well').getByText('tailing').waitFor();
  await page.evaluate('globalThis.isTheSamePage = true');
  await live.kill();
  await page.getByText(/Connection lost, reconnecting/).waitFor();
  await live.start();
  const head = await live.ask((journal) => journal.head());
  await page.getByText('Live', { exact: true }).waitFor();
  await until(async () => {
    const shown = await page.locator('.figures dd').first().textContent();
    return Number(shown?.replaceAll(',', '')) >= head;
  });
  await pullNow(page, live, 'well');
  expect(await page.evaluate('globalThis.isTheSamePage')).toBe(true);
});
