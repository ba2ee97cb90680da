import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { waitUntil } from './browse.js';
import { makeWorld } from './fixture/world.js';
import { openPage } from './open-page.js';

const TOKEN = 'a-token-that-nobody-may-see';

async function fillIn(page: Page) {
  await page.getByLabel('Name').fill('acme-new');
  await page.getByLabel('Data centre').selectOption({ label: 'Japan: https://app.jp.workato.com' });
  await page.getByLabel('API token').fill(TOKEN);
}

const testIt = (page: Page) => page.getByRole('button', { name: 'Test connection' }).click();

test('a connection is tested, shown, and saved; the token is forgotten', async () => {
  const { page, world } = await openPage(makeWorld(), { path: '/connect' });
  await fillIn(page);
  await page.getByLabel('From a day on').check();
  await page.getByLabel('First day').fill('2020-01-01');
  await page.getByText(/Workato keeps the log for a year by default: before/).waitFor();
  await testIt(page);
  await page.getByRole('heading', { name: 'The connection works' }).waitFor();
  await page.getByText('The token may read the activity audit log.').waitFor();
  expect(await page.getByRole('table', { name: 'The newest events' }).getByRole('row').count()).toBe(4);
  expect(world.asked.tests).toEqual([{ base_url: 'https://app.jp.workato.com', token: TOKEN }]);
  await page.getByText('base_url: https://app.jp.workato.com').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByText('Saved to /etc/workato-audit-logs.yaml. Start the collector again to use it.')
    .waitFor();
  expect(world.asked.saved).toEqual([
    {
      name: 'acme-new',
      base_url: 'https://app.jp.workato.com',
      backfill_start_time: '2019-12-31T23:00:00.000Z',
      token: TOKEN,
    },
  ]);
  expect(await page.getByLabel('API token').inputValue()).toBe('');
  expect(await page.content()).not.toContain(TOKEN);
});

test('what is wrong is said with its remedy, and can be put right without typing the token again', async () => {
  const world = makeWorld();
  world.connectAnswer = {
    ok: false,
    says: ['app.jp.workato.com answers.'],
    trouble: {
      code: 'AUTHENTICATION_FAILED',
      message: 'The token was not accepted.',
      hint: 'Is it of this data centre?',
      correlation_id: '7f3c',
    },
    preview: [],
  };
  const { page } = await openPage(world, { path: '/connect' });
  await fillIn(page);
  await testIt(page);
  await page.getByRole('heading', { name: 'The connection does not work' }).waitFor();
  for (const text of ['The token was not accepted.', 'Is it of this data centre?', '7f3c'])
    await page.getByText(text).waitFor();
  expect(await page.getByRole('heading', { name: 'Configuration' }).count()).toBe(0);
  await page.getByLabel('Data centre').selectOption({ label: 'Europe: https://app.eu.workato.com' });
  await page.getByRole('heading', { name: 'The connection does not work' }).waitFor({ state: 'detached' });
  world.connectAnswer = makeWorld().connectAnswer;
  await testIt(page);
  await page.getByRole('heading', { name: 'The connection works' }).waitFor();
  expect(world.asked.tests.at(-1)).toEqual({ base_url: 'https://app.eu.workato.com', token: TOKEN });
});

test('a stored token is used for its own base URL only', async () => {
  const { page, world } = await openPage(makeWorld(), { path: '/connect' });
  await page.getByLabel('Name').fill('acme-prod');
  await page.getByText('The stored token of acme-prod only goes to https://app.eu.workato.com').waitFor();
  await testIt(page);
  expect(world.asked.tests).toEqual([]);
  await page.getByLabel('Data centre').selectOption({ label: 'Europe: https://app.eu.workato.com' });
  await page.getByText('Left empty, the stored token of acme-prod is used.').waitFor();
  await testIt(page);
  await page.getByRole('heading', { name: 'The connection works' }).waitFor();
  expect(world.asked.tests).toEqual([{ base_url: 'https://app.eu.workato.com', workspace: 'acme-prod' }]);
});

test('a host of its own, an Embedded customer, and a configuration that may not be written', async () => {
  const { page, world } = await openPage(makeWorld({ configWritable: false }), { path: '/connect' });
  await fillIn(page);
  await page
    .getByLabel('Data centre')
    .selectOption({ label: 'A host of your own (virtual private Workato)' });
  await page.getByLabel('Base URL').fill('https://workato.acme.example');
  await page.getByText("Embedded: one customer's log").click();
  await page.getByLabel('Managed user id').fill('E1234');
  await testIt(page);
  await page.getByText('The server may not write its configuration').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  expect(await page.getByLabel('API token').inputValue()).toBe('');
  expect(world.asked.tests).toEqual([
    { base_url: 'https://workato.acme.example', token: TOKEN, managed_user_id: 'E1234' },
  ]);
  await page.getByRole('button', { name: 'Copy' }).click();
  await waitUntil(page, "navigator.clipboard.readText().then((text) => text.includes('name: acme-new'))");
});
