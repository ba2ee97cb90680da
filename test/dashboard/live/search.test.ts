// Searching the journal of a collector that goes on collecting, and watching events as they come: compared with the journal itself.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { StoredEvent } from '../../../src/journal/journal-data.js';
import { browse } from '../browse.js';
import { until } from './act.js';
import { useCollector } from './start-collector.js';

const collector = useCollector({ workspaces: ['well', 'seldom', 'reading-history'] });
const ROWS = 'table.events tbody tr';
/** History alone: it does not change once it has been read. */
const SPAN = `since=${daysAgo(9)}&until=${daysAgo(1)}`;

function daysAgo(days: number): string {
  const day = Math.floor(Date.now() / 86_400_000) - days;
  return new Date(day * 86_400_000).toISOString();
}

function readAll(): Promise<readonly StoredEvent[]> {
  return collector.live.ask((journal) => journal.read(0, { events: 1e6, bytes: 1e9 }));
}

/** What the journal holds of the workspace `well` between the ends of `SPAN`, newest first. */
async function readHistory(): Promise<readonly StoredEvent[]> {
  const events = await readAll();
  const [since, until] = [daysAgo(9), daysAgo(1)].map((time) => Date.parse(time));
  return events
    .filter(
      ({ workspace, time }) =>
        workspace === 'well' && time !== null && time >= (since ?? 0) && time < (until ?? 0),
    )
    .toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0) || b.position - a.position);
}

const textOf = ({ raw }: StoredEvent) => Buffer.from(raw).toString('utf8');

function commonest(values: readonly string[]): string {
  const count = (wanted: string) => values.filter((value) => value === wanted).length;
  return [...new Set(values)].toSorted((a, b) => count(b) - count(a))[0] ?? '';
}

function totalOf(page: Page, count: number) {
  return page.getByText(`${count.toLocaleString('en-US')} events`, { exact: true });
}

test('words and facets find what the journal holds, and the export is that, byte for byte', async () => {
  const { live } = collector;
  const old = live.simulator.truth(101).ids.slice(0, 400);
  await until(async () => {
    const ids = new Set((await readAll()).map((event) => String(JSON.parse(textOf(event)).id)));
    return old.filter((id) => !ids.has(id)).length;
  }, 0);
  const history = await readHistory();
  const page = await browse(live.url, { path: `/events?${SPAN}&workspace=well` });
  await totalOf(page, history.length).waitFor();
  const user = commonest(history.flatMap((event) => event.user ?? []));
  await page
    .getByRole('group', { name: 'User' })
    .getByRole('checkbox', { name: new RegExp(`^${user}`) })
    .check();
  const theirs = history.filter((event) => event.user === user);
  await totalOf(page, theirs.length).waitFor();
  const type = theirs[0]?.type ?? '';
  await page.getByRole('searchbox', { name: 'Search in the records' }).fill(type.split('.')[0] ?? '');
  const word = (type.split('.')[0] ?? '').toLowerCase();
  const found = theirs.filter((event) => textOf(event).toLowerCase().includes(word));
  await totalOf(page, found.length).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'NDJSON' }).click(),
  ]);
  const exported = await readFile(await download.path(), 'utf8');
  expect(exported).toBe(found.map((event) => `${textOf(event)}\n`).join(''));
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect((await readFile(await csv.path(), 'utf8')).split('\r\n')).toHaveLength(found.length + 2);
  const row = page.locator(ROWS).first();
  await row.click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('tab', { name: 'As it came' }).click();
  expect(await drawer.locator('pre').textContent()).toBe(textOf(found[0] as StoredEvent));
  await drawer.getByRole('tab', { name: 'OCSF' }).click();
  await drawer.getByText('"class_uid"').waitFor();
});

test('the histogram is brushed, and the span that was chosen holds as many as the journal', async () => {
  const { live } = collector;
  const page = await browse(live.url, { path: `/events?${SPAN}&workspace=well` });
  await totalOf(page, (await readHistory()).length).waitFor();
  const box = await page.locator('.plot').boundingBox();
  if (!box) throw new Error('There is no plot.');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 40, { steps: 3 });
  await page.mouse.up();
  await page.waitForURL((url) => url.searchParams.get('since') !== daysAgo(9));
  const { searchParams } = new URL(page.url());
  const [since, end] = ['since', 'until'].map((name) => Date.parse(searchParams.get(name) ?? ''));
  const within = (await readHistory()).filter(
    ({ time }) => (time ?? 0) >= (since ?? 0) && (time ?? 0) < (end ?? 0),
  );
  await totalOf(page, within.length).waitFor();
});

test('live: every event that comes is on top, the only one of a quiet workspace too', async () => {
  const { live } = collector;
  const page = await browse(live.url, { path: '/events?last=all&live=1&workspace=well' });
  await page.locator(ROWS).first().waitFor();
  const newest = () => page.locator(`${ROWS} a`).first().getAttribute('data-position');
  const before = Number(await newest());
  await until(async () => Number(await newest()) > before + 1);
  const late = live.simulator.add({ time: Date.now() - 1_500_000, record: { note: 'a straggler' } }, 101);
  await page.locator(ROWS).getByText('25 min late').waitFor();
  await page.locator(ROWS).filter({ hasText: '25 min late' }).first().click();
  await page.getByRole('dialog').getByText(late, { exact: true }).waitFor();
});

test('live: one event of a workspace in which nothing else happens is seen', async () => {
  const { live } = collector;
  const page = await browse(live.url, { path: '/events?last=1h&live=1&workspace=seldom' });
  await page.getByText('No events found.').waitFor();
  live.simulator.add({}, 108);
  await live.ask((journal) => journal.placeOrder({ kind: 'pull', workspace: 'seldom' }, Date.now()));
  await until(() => page.locator(ROWS).count(), 1);
});
