import { describe, expect, test } from 'vitest';
import { makeTroubledStatus, makeWideStatus } from './fixture/make-status.js';
import { makeWorld } from './fixture/world.js';
import { openPage } from './open-page.js';

const HEAD = 2500;
const NAMES = 'tbody th[scope=row] > .text';

function troubled() {
  const world = makeWorld();
  return { ...world, status: makeTroubledStatus(world.now, HEAD) };
}

describe('what is seen', () => {
  test('in one sentence, with every workspace and destination below', async () => {
    const { page } = await openPage();
    await page
      .getByRole('heading', { name: /All 3 workspaces are collecting; newest event 5 s ago/ })
      .waitFor();
    const row = page.getByRole('row', { name: /acme-japan/ });
    await row.getByText('tailing').waitFor();
    await row.getByText('1 min ago').waitFor();
    await row.getByRole('meter', { name: 'Request budget left: 39 of 60' }).waitFor();
    await row.getByRole('img', { name: /Events a minute over the last 60 minutes/ }).waitFor();
    await page.getByRole('row', { name: /siem/ }).getByText('up to date').waitFor();
    expect(await page.title()).toBe('Overview · Workato audit logs');
  });

  test('trouble is on top, with what happened, since when, what to do, and what to quote', async () => {
    const { page } = await openPage(troubled());
    await page.getByRole('heading', { name: /1 of 3 workspaces is failing: acme-test/ }).waitFor();
    const names = await page.locator(`section:has(#workspaces) ${NAMES}`).allTextContents();
    expect(names).toEqual(['acme-test', 'acme-japan', 'acme-prod']);
    const trouble = page.locator('tr.trouble').first();
    for (const text of [/answered 401/, /Put a new token into the file/, /in [34] min/, /7f3c9a2e-51d4/])
      await trouble.getByText(text).waitFor();
    await trouble.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied: correlation id.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      '7f3c9a2e-51d4-4b0e-9f7f-0d6a3a1c22b8',
    );
    const backfilling = page.getByRole('row', { name: /acme-prod/ });
    await backfilling.getByText('63 %, 1 h 12 min left').waitFor();
    await page.getByRole('row', { name: /siem/ }).first().getByText('204', { exact: true }).waitFor();
    await page.getByText(/mapper_parsing_exception/).waitFor();
    expect(await page.title()).toBe('(!) Overview · Workato audit logs');
    await page.getByRole('link', { name: '#2,497' }).click();
    await page.getByRole('dialog', { name: 'Event #2497' }).waitFor();
  });

  test('what somebody was told of, once for each trouble, and who could not be told', async () => {
    const { page } = await openPage(troubled());
    const alerts = page.getByRole('region', { name: 'Alerts 2' });
    await alerts.getByText(/^channel could not be told: 2 messages wait/).waitFor();
    await alerts.getByText(/^failing workspace acme-test for 3 h.*; told on-call, channel at/).waitFor();
    await alerts.getByText(/^dead letters destination archive for 10 min/).waitFor();
    await page.getByText('told to on-call and channel').waitFor();
  });

  test('a workspace that is polled more seldom than it should says so', async () => {
    const { page } = await openPage(troubled());
    const row = page.getByRole('row', { name: /acme-japan/ });
    await row.getByText('polled every 3 min instead of every 30 s').waitFor();
    expect(
      await page
        .getByRole('row', { name: /acme-prod/ })
        .getByText(/instead of/)
        .count(),
    ).toBe(0);
  });

  test('500 workspaces: pages, and a box that finds one', async () => {
    const world = makeWorld();
    const { page } = await openPage({ ...world, status: makeWideStatus(world.now, HEAD, 500) });
    await page.getByRole('heading', { name: /7 of 500 workspaces are failing/ }).waitFor();
    await page.getByText('1–25 of 500').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('26–50 of 500').waitFor();
    await page.getByRole('searchbox', { name: 'Filter workspaces' }).fill('tenant-431');
    await page.getByRole('row', { name: /tenant-431/ }).waitFor();
    expect(await page.locator(`section:has(#workspaces) ${NAMES}`).count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Filter workspaces' }).fill('nobody');
    await page.getByText('No workspace is like that.').waitFor();
  });

  test('nothing there yet: it says so and leads on', async () => {
    const world = makeWorld({ events: [] });
    const { page } = await openPage({
      ...world,
      status: { ...world.status, workspaces: [], destinations: [] },
    });
    await page.getByRole('link', { name: 'Connect one' }).click();
    await page.getByRole('heading', { name: 'Connect a workspace' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  });

  test('the frame is there before any answer', async () => {
    const world = makeWorld();
    let answer = () => {};
    world.held.set('/api/session', new Promise((resolve) => (answer = resolve)));
    const { page } = await openPage(world);
    await page.getByText('Connecting to the collector…').waitFor();
    answer();
    await page.getByRole('heading', { name: /All 3/ }).waitFor();
  });
});

describe('what can be done', () => {
  test('nothing is done that was not meant', async () => {
    const { page, world } = await openPage(troubled());
    const dialog = page.getByRole('dialog');
    for (const leave of [
      () => dialog.getByRole('button', { name: 'Cancel' }).click(),
      () => page.keyboard.press('Escape'),
    ]) {
      await page.getByLabel('Actions for archive').click();
      await page.getByRole('button', { name: 'Drop dead letters…' }).click();
      await leave();
      await dialog.waitFor({ state: 'detached' });
    }
    expect(world.asked.actions).toEqual([]);
  });

  test('a span of history is read in the zone that is shown', async () => {
    const { page, world } = await openPage();
    await page.getByLabel('Actions for acme-prod').click();
    await page.getByRole('button', { name: 'Backfill…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Backfill acme-prod' });
    await dialog.getByLabel(/^From/).fill('2026-01-01T00:00');
    await dialog.getByLabel(/^To/).fill('2026-07-01T00:00');
    await dialog.getByRole('button', { name: 'Backfill', exact: true }).click();
    await page.getByText('Done: backfill.').waitFor();
    expect(world.asked.actions).toEqual([
      {
        action: 'backfill',
        workspace: 'acme-prod',
        from: '2025-12-31T23:00:00.000Z',
        to: '2026-06-30T22:00:00.000Z',
      },
    ]);
  });

  test('what is refused is told in the dialog, which stays', async () => {
    const { page, world } = await openPage();
    world.failures.set('/api/actions', {
      status: 400,
      error: { code: 'CONFIG_INVALID', message: 'There is no such workspace.', hint: 'Reload the page.' },
    });
    await page.getByLabel('Actions for acme-prod').click();
    await page.getByRole('button', { name: 'Pause…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await dialog.getByRole('alert').getByText('There is no such workspace.').waitFor();
    world.failures.clear();
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Done: pause.').waitFor();
  });
});

describe('what is chosen stays', () => {
  test('zone and colours', async () => {
    const { page } = await openPage(troubled());
    await page.getByRole('button', { name: 'Time zone: Europe/Berlin (UTC+01:00)' }).click();
    await page.getByRole('columnheader', { name: 'Refused (UTC)' }).waitFor();
    await page.getByRole('button', { name: 'Colours: Auto' }).click();
    await page.getByRole('button', { name: 'Colours: Light' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Time zone: UTC' }).waitFor();
    await page.getByRole('button', { name: 'Colours: Dark' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 19, 25)');
  });
});
