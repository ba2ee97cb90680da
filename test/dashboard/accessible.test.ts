// What holds for every screen: everybody can use it, at every width, in both themes, with and without a mouse; and it is light.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { overflowOf, waitUntil } from './browse.js';
import { makeTroubledStatus } from './fixture/make-status.js';
import { makeWorld } from './fixture/world.js';
import { dashboardFolder, openPage } from './open-page.js';

const HEAVIEST_BYTES = 60_000;
const SCREENS = [
  ['/', /failing/],
  ['/events?last=all', 'Events'],
  ['/events?last=all&open=60', 'Event #60'],
  ['/completeness', 'Lateness and completeness'],
  ['/connect', 'Connect a workspace'],
  ['/activity', 'Activity'],
  ['/nowhere', 'Not found'],
] as const;

function troubled() {
  const world = makeWorld();
  return { ...world, status: makeTroubledStatus(world.now, 2500) };
}

describe('for everybody', () => {
  test('nothing is wider than the window at any width', async () => {
    const { page, served } = await openPage(troubled());
    for (const [path, name] of SCREENS) {
      await page.goto(served.url + path);
      await page.getByRole('heading', { name, exact: true }).first().waitFor();
      await waitUntil(page, "document.querySelector('.skeleton') === null");
      for (const width of [320, 500, 700, 905, 1000, 1120, 2560]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overflowOf(page), `${path} at ${width} px`).toBe(0);
      }
    }
  });

  test('without a mouse: to a screen, to an action, and back', async () => {
    const { page, world } = await openPage();
    await page.getByRole('heading', { name: /All 3/ }).waitFor();
    const tabTo = async (name: string) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(
          'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
        );
        if (String(label).includes(name)) return;
      }
      throw new Error(`The tab key does not lead to ${name}.`);
    };
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await tabTo('Actions for acme-test');
    await page.keyboard.press('Enter');
    await tabTo('Pull now…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Pull acme-test now?' }).waitFor();
    await tabTo('Pull now');
    await page.keyboard.press('Enter');
    await page.getByText('Done: pull_now.').waitFor();
    expect(world.asked.actions).toEqual([{ action: 'pull_now', workspace: 'acme-test' }]);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'Actions for acme-test',
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'Actions for acme-test',
    );
  });
});

test('the whole page is light', async () => {
  const folder = await dashboardFolder();
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => gzipSync(await readFile(join(file.parentPath, file.name))).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(HEAVIEST_BYTES);
});
