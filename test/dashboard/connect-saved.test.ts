// The screen against the collector itself: what is typed ends up in the configuration.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { makeFolder, startCli, useCli } from '../support/cli.js';
import { freePorts } from '../support/free-port.js';
import { simulate, TOKEN } from '../support/simulated.js';

useCli();
const OTHER = 'wrkaprd-other.token+value/0987654321';

test('a workspace is connected, tested and saved by the collector that runs', async () => {
  const simulator = await simulate({ tokens: [TOKEN, OTHER] });
  const cwd = await makeFolder();
  const file = join(cwd, 'workato-audit-logs.yaml');
  await writeFile(join(cwd, 'acme.token'), TOKEN, { mode: 0o600 });
  await writeFile(
    file,
    `# ours\nserver: { listen: 127.0.0.1:${(await freePorts(1))[0]} }\nworkspaces:\n  - name: acme\n    base_url: ${simulator.url}\n    api_token: { file: ./acme.token }\ndestinations: []\n`,
  );
  const collector = await startCli(['run'], { cwd });
  await collector.until('stderr', /The dashboard is open\..*url=\S+\n/);
  const url = /The dashboard is open\..*url=(\S+)\n/.exec(collector.stderr)?.[1];
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${url}/connect`);
  await page.getByLabel('Name').fill('acme-dev');
  await page
    .getByLabel('Data centre')
    .selectOption({ label: 'A host of your own (virtual private Workato)' });
  await page.getByLabel('Base URL').fill(simulator.url);
  await page.getByLabel('API token').fill(OTHER);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByRole('heading', { name: 'The connection works' }).waitFor();
  expect(await page.getByRole('table', { name: 'The newest events' }).getByRole('row').count()).toBe(11);
  await page.getByText(`api_token: { file: ${join(cwd, 'acme-dev.token')} }`).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`Saved to ${file}. Start the collector again to use it.`).waitFor();
  expect(await page.content()).not.toContain(OTHER);
  expect(parse(await readFile(file, 'utf8')).workspaces[1]).toEqual({
    name: 'acme-dev',
    base_url: simulator.url,
    api_token: { file: join(cwd, 'acme-dev.token') },
  });
  expect(collector.stderr).not.toContain(OTHER);
});
