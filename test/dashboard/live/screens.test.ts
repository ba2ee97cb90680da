// Every screen of a collector in trouble, for everybody: axe finds nothing, and nothing is wider than the window.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { browse, findAxeViolations, overflowOf, waitUntil } from '../browse.js';
import { rowOf } from './act.js';
import { POISON } from './receiver.js';
import { useCollector } from './start-collector.js';

const collector = useCollector();
const SCREENS = [
  ['/', /failing/],
  ['/events?last=1h&live=1&q=wants', 'Events'],
  ['/events?last=all&q=wants&open=60', 'Event #60'],
  ['/completeness', 'Lateness and completeness'],
  ['/connect', 'Connect a workspace'],
  ['/activity', 'Activity'],
  ['/nowhere', 'Not found'],
] as const;
const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1280].map((width) => ({ colorScheme, width })),
);

/** Finds nothing wrong, in both themes, on a telephone and on a screen. */
async function proveGood(page: Page, what: string): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const look = `${what}, ${colorScheme}, ${width} px`;
    expect(await findAxeViolations(page), look).toEqual([]);
    expect(await overflowOf(page), look).toBe(0);
  }
}

beforeAll(async () => {
  collector.live.simulator.add({ record: { details: { note: POISON } } }, 101);
});

test('the overview, its menus and its dialogs', async () => {
  const page = await browse(collector.live.url);
  for (const region of ['Newest dead letters', /^Alerts/])
    await page.getByRole('region', { name: region }).waitFor();
  await rowOf(page, 'reading-history').getByText(/left$/).first().waitFor();
  await page.getByLabel('Actions for picky').click();
  await proveGood(page, 'a menu');
  await page.getByRole('button', { name: 'Replay…' }).click();
  await proveGood(page, 'a dialog');
});

test.each(SCREENS)('%s', async (path, name) => {
  const page = await browse(collector.live.url, { path });
  await page.getByRole('heading', { name, exact: true }).first().waitFor();
  await waitUntil(page, "document.querySelector('.skeleton') === null");
  await proveGood(page, path);
});
