// The door of a collector that asks for its token, and a page that outlives the collector behind it.
import { expect, test } from 'vitest';
import { browse, proveReadable } from '../browse.js';
import { pullNow, rowOf, until } from './act.js';
import { SERVER_TOKEN } from './settings.js';
import { useCollector } from './start-collector.js';

const collector = useCollector({ workspaces: ['well', 'reading-history'], asksForToken: true });

async function signIn(path = '/') {
  const page = await browse(collector.live.url, { path });
  await page.getByLabel('Token of the server').fill(SERVER_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Token of the server').waitFor({ state: 'detached' });
  return page;
}

test('nothing is shown before the token: neither the page nor what programs ask for', async () => {
  const { url } = collector.live;
  for (const path of ['/api/status', '/api/events', '/api/stream', '/api/docs', '/metrics'])
    expect((await fetch(url + path)).status, path).toBe(401);
  const page = await browse(url, { path: '/completeness' });
  await page.getByLabel('Token of the server').fill('not-the-token-of-the-server');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('This is not the token.').waitFor();
  expect(await page.getByLabel('Token of the server').inputValue()).toBe('');
  await proveReadable(page);
  expect(await page.content()).not.toContain('well');
  await page.keyboard.type(SERVER_TOKEN);
  await page.keyboard.press('Enter');
  await page.getByRole('article').filter({ hasText: /^well/ }).waitFor();
  expect(await page.content()).not.toContain(SERVER_TOKEN);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('the page of the API leads to the door and from there back; everybody can read it', async () => {
  const page = await signIn('/api/docs');
  await page.getByRole('heading', { name: /Workato audit logs: API/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/api/docs');
  await proveReadable(page);
});

test('kill -9 under an open page: it says so, keeps what it knew, and goes on by itself with the next collector', async () => {
  const { live } = collector;
  const page = await signIn();
  await rowOf(page, 'well').getByText('tailing').waitFor();
  await page.evaluate('globalThis.isTheSamePage = true');
  const shown = () => page.locator('.figures dd').first().textContent();
  const before = Number((await shown())?.replaceAll(',', ''));
  await live.kill();
  await page.getByText(/Connection lost, reconnecting/).waitFor();
  await page.getByText(/What is shown is what was last known/).waitFor();
  await rowOf(page, 'well').waitFor();
  await live.start();
  // Sessions end with the process: the door again, on the very same page.
  await page.getByLabel('Token of the server').fill(SERVER_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  await until(async () => Number((await shown())?.replaceAll(',', '')) > before);
  const head = await live.ask((journal) => journal.head());
  await until(async () => Number((await shown())?.replaceAll(',', '')) >= head);
  await pullNow(page, live, 'well');
  expect(await page.evaluate('globalThis.isTheSamePage')).toBe(true);
});
