import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { waitUntil } from './browse.js';
import { findEvents } from './fixture/search.js';
import { makeWorld } from './fixture/world.js';
import { openPage } from './open-page.js';

const ROWS = 'table.events tbody tr';
const FAILURE = {
  status: 503,
  error: { code: 'JOURNAL_LOCKED', message: 'The journal is busy.', hint: 'Try again in a moment.' },
};

function paramsOf(page: Page): URLSearchParams {
  return new URL(page.url()).searchParams;
}

describe('searching', () => {
  test('words, facets and a span narrow the same result, and the address holds it all', async () => {
    const { page, world } = await openPage(makeWorld(), { path: '/events?last=all' });
    await page.getByText('2,500 events', { exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search in the records' }).fill('invoices login');
    await page.waitForURL(/q=invoices\+login/);
    await page.getByRole('checkbox', { name: /acme-test/ }).check();
    await page.waitForURL(/workspace=acme-test/);
    const found = findEvents(world.events, paramsOf(page)).length;
    expect(found).toBeGreaterThan(0);
    await page.getByText(`${found} events`, { exact: true }).waitFor();
    await waitUntil(page, `document.querySelectorAll('${ROWS}').length === ${Math.min(found, 100)}`);
    await page.reload();
    await page.getByText(`${found} events`, { exact: true }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search in the records' }).inputValue()).toBe(
      'invoices login',
    );
    await page.getByRole('button', { name: 'Take off: Workspace acme-test' }).click();
    await page.waitForURL((url) => !url.searchParams.has('workspace'));
    await page.goBack();
    await page.waitForURL(/workspace=acme-test/);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText('2,500 events', { exact: true }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Search in the records' }).inputValue()).toBe('');
  });

  test('nothing found: it says so, and how to find more', async () => {
    const { page } = await openPage(makeWorld(), { path: '/events?q=nothing-of-that-kind&last=1h' });
    await page.getByText('No events found.').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.locator(ROWS).first().waitFor();
  });

  test('older events follow, none twice', async () => {
    const { page } = await openPage(makeWorld(), { path: '/events?last=all' });
    await page.getByRole('button', { name: 'Older events' }).click();
    await waitUntil(page, `document.querySelectorAll('${ROWS}').length === 200`);
    const positions = await page
      .locator(`${ROWS} a`)
      .evaluateAll((links) => links.map((link) => link.getAttribute('data-position')));
    expect(new Set(positions).size).toBe(200);
  });

  test('a span of its own is given in the zone that is shown', async () => {
    const { page } = await openPage(makeWorld(), { path: '/events' });
    await page.getByRole('combobox', { name: 'Time range' }).selectOption('From … to …');
    await page.getByLabel('to', { exact: true }).fill('2030-01-01T12:00');
    await page.getByLabel('to', { exact: true }).blur();
    await page.waitForURL(/until=2030-01-01T11%3A00%3A00.000Z/);
  });

  test('slow and failing answers: the page waits, tells, and tries again', async () => {
    const world = makeWorld();
    let answer = () => {};
    world.held.set('/api/events', new Promise((resolve) => (answer = resolve)));
    world.failures.set('/api/histogram', FAILURE);
    const { page } = await openPage(world, { path: '/events' });
    await page.getByRole('status', { name: 'Searching' }).waitFor();
    await page.getByRole('alert').getByText('The journal is busy.').waitFor();
    world.failures.set('/api/events', FAILURE);
    world.failures.delete('/api/histogram');
    answer();
    await page.getByRole('alert').nth(1).waitFor();
    world.failures.clear();
    for (const _ of [1, 2]) await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.locator(ROWS).first().waitFor();
    await page
      .getByText(/^[\d,]+ events$/)
      .first()
      .waitFor();
  });
});

test('a time is never cut, where rows are rows', async () => {
  const { page } = await openPage(makeWorld(), { path: '/events' });
  await page.locator(ROWS).first().waitFor();
  for (const width of [1001, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const cut = `[...document.querySelectorAll('${ROWS} td:first-child')].filter((cell) => cell.scrollWidth > cell.clientWidth).length`;
    expect(await page.evaluate(cut), `${width} px`).toBe(0);
  }
});

describe('the histogram', () => {
  test('is brushed with the keyboard', async () => {
    const { page } = await openPage(makeWorld(), { path: '/events?last=24h' });
    const begin = page.getByRole('slider', { name: 'Begin of the span' });
    await begin.focus();
    const all = Number(await begin.getAttribute('aria-valuenow'));
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(Number(await begin.getAttribute('aria-valuenow'))).toBe(all + 6);
    await page.keyboard.press('Escape');
    expect(Number(await begin.getAttribute('aria-valuenow'))).toBe(all);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('slider', { name: 'End of the span' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL(/since=.*until=/);
  });
});

describe('a record', () => {
  test('opens with its fields and every form of it, and closes to where one was', async () => {
    const { page, world } = await openPage(makeWorld(), { path: '/events' });
    const first = page.locator(`${ROWS} a`).first();
    const position = Number(await first.getAttribute('data-position'));
    const event = world.events.find((one) => one.position === position);
    await page.locator(ROWS).first().click();
    const drawer = page.getByRole('dialog', { name: `Event #${position}` });
    await drawer.getByText('details.request.user_agent').waitFor();
    await drawer.getByText(String(9_007_199_254_740_993n + BigInt(position))).waitFor();
    await drawer.getByRole('tab', { name: 'As it came' }).click();
    expect(await drawer.locator('pre').textContent()).toBe(event?.raw);
    await drawer.getByRole('button', { name: 'Copy' }).click();
    await waitUntil(
      page,
      `navigator.clipboard.readText().then((text) => text === ${JSON.stringify(event?.raw)})`,
    );
    await drawer.getByRole('tab', { name: 'OCSF' }).click();
    await drawer.getByText('"class_uid": 3002').waitFor();
    await page.keyboard.press('ArrowRight');
    await drawer.getByRole('tab', { name: 'ECS', selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(paramsOf(page).has('open')).toBe(false);
    expect(await page.evaluate('document.activeElement.dataset.position')).toBe(String(position));
  });

  test('is led to by its address, and says so where there is none', async () => {
    const { page } = await openPage(makeWorld(), { path: '/events?open=60' });
    const drawer = page.getByRole('dialog', { name: 'Event #60' });
    await drawer.getByText('Seen again with another content').waitFor();
    await drawer.getByRole('button', { name: 'Only these: Event type' }).click();
    await page.waitForURL(/type=/);
    await page.goto(page.url().replace(/\?.*/, '?open=999999'));
    await page.getByRole('alert').getByText('There is no such event.').waitFor();
  });

  test('what cannot be expressed is said', async () => {
    const world = makeWorld();
    const event = world.events.find(({ ecs }) => ecs === null);
    const { page } = await openPage(world, { path: `/events?open=${event?.position}` });
    await page.getByRole('tab', { name: 'ECS' }).click();
    await page.getByText('This event cannot be expressed as ECS.').waitFor();
  });
});

describe('keys', () => {
  test('go through the events and back without a mouse', async () => {
    const { page } = await openPage(makeWorld(), { path: '/events' });
    await page.locator(ROWS).first().waitFor();
    const links = page.locator(`${ROWS} a`);
    const position = (at: number) => links.nth(at).getAttribute('data-position');
    const focused = () => page.evaluate('document.activeElement.dataset.position');
    await page.keyboard.press('j');
    expect(await focused()).toBe(await position(0));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await focused()).toBe(await position(1));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: `Event #${await position(1)}` }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('dialog', { name: `Event #${await position(2)}` }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe(await position(2));
    await page.keyboard.press('/');
    await page.keyboard.type('jkl?');
    expect(await page.getByRole('searchbox', { name: 'Search in the records' }).inputValue()).toBe('jkl?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
