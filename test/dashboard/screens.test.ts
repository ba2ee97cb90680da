import { describe, expect, test } from 'vitest';
import { makeFeed, makeTroubledStatus, makeWorkspace } from './fixture/make-status.js';
import { makeWorld } from './fixture/world.js';
import { openPage } from './open-page.js';

function troubled() {
  const world = makeWorld();
  return { ...world, status: makeTroubledStatus(world.now, 2500) };
}

describe('lateness and completeness', () => {
  test('the ledger is weighed, gaps and late events are told', async () => {
    const world = troubled();
    const feed = makeFeed(2500, world.now);
    world.status = {
      ...world.status,
      destinations: [
        ...world.status.destinations,
        { ...feed, name: 'broken', events: { ...feed.events, delivered: 2400 } },
        { ...feed, name: 'again', replaying_to: 2000 },
      ],
      workspaces: [
        ...world.status.workspaces,
        makeWorkspace(world.now, {
          name: 'fresh',
          events: { ...makeWorkspace(world.now).events, late: 0, beyond_lookback: 0, without_time: 0 },
        }),
      ],
    };
    const { page } = await openPage(world, { path: '/completeness' });
    const cellsOf = async (name: RegExp) =>
      (await page.getByRole('row', { name }).getByRole('cell').allTextContents()).map((text) => text.trim());
    await page.getByRole('row', { name: /archive/ }).waitFor();
    expect(await cellsOf(/archive/)).toEqual(['2,500', '2,456', '0', '40', '0', '4', 'balances']);
    expect((await cellsOf(/broken/)).at(-1)).toBe('off by 100');
    expect((await cellsOf(/again/)).at(-1)).toBe('replaying to #2,000');
    const prod = page.getByRole('article').filter({ hasText: 'acme-prod' });
    for (const text of [
      'one gap',
      /a second held more events than a page/,
      /found 2 that pulls had missed/,
      /2 later than the lookback/,
      /18,240 received = 12,480 stored \+ 5,760 repeats/,
    ])
      await prod.getByText(text).waitFor();
    await prod.getByRole('row', { name: 'up to 1 min 21' }).waitFor();
    await page.getByRole('article').filter({ hasText: 'fresh' }).getByText('nothing missing').waitFor();
  });
});

describe('activity', () => {
  test('what was done, by whom, and what came of it', async () => {
    const { page, world } = await openPage(makeWorld(), { path: '/activity' });
    const row = page.getByRole('row', { name: /backfill/ });
    for (const text of ['acme-prod', 'command line', 'refused'])
      await row.getByText(text, { exact: true }).waitFor();
    world.audit = [];
    await page.reload();
    await page.getByText('Nothing yet.').waitFor();
  });
});

describe('signing in', () => {
  test('a session that ended elsewhere leads back to the door', async () => {
    const { page } = await openPage(makeWorld({ token: 'the-token-of-the-server' }), { path: '/activity' });
    await page.getByLabel('Token of the server').fill('the-token-of-the-server');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Activity' }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
