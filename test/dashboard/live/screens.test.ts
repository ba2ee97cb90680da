// Every screen of a collector in trouble, for everybody: axe finds nothing, and nothing is wider than the window.
import { beforeAll, test } from 'vitest';
import { browse, proveReadable, waitUntil } from '../browse.js';
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
beforeAll(async () => {
  collector.live.simulator.add({ record: { details: { note: POISON } } }, 101);
});

test('the overview, its menus and its dialogs', async () => {
  const page = await browse(collector.live.url);
  for (const region of ['Newest dead letters', /^Alerts/])
    await page.getByRole('region', { name: region }).waitFor();
  await rowOf(page, 'reading-history').getByText(/left$/).first().waitFor();
  await page.getByLabel('Actions for picky').click();
  await proveReadable(page);
  await page.getByRole('button', { name: 'Replay…' }).click();
  await proveReadable(page);
});

test.each(SCREENS)('%s', async (path, name) => {
  const page = await browse(collector.live.url, { path });
  await page.getByRole('heading', { name, exact: true }).first().waitFor();
  await waitUntil(page, "document.querySelector('.skeleton') === null");
  await proveReadable(page);
});
