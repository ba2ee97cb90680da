// A record is written by whoever acts in Workato. Nothing that stands in one may do anything to the page.
import { expect, test } from 'vitest';
import { overflowOf } from './browse.js';
import { makeHostileEvents } from './fixture/make-events.js';
import { makeTroubledStatus } from './fixture/make-status.js';
import { makeWorld } from './fixture/world.js';
import { openPage } from './open-page.js';

const MARKUP = '<img src=x onerror="globalThis.pwned=true">';

function hostileWorld() {
  const world = makeWorld();
  const events = [...world.events, ...makeHostileEvents(world.now, world.events.length + 1)];
  return { ...world, events };
}

for (const width of [360, 1280]) {
  test(`hostile records are shown as text, ${width} px wide`, async () => {
    const { page } = await openPage(hostileWorld(), { path: '/events?last=1h', width });
    const rows = page.locator('table.events tbody tr');
    await rows.getByText('<script>globalThis.pwned = true</script>').waitFor();
    await rows.getByText('=HYPERLINK("https://evil.example","x")').waitFor();
    expect(await rows.locator('.code-point').allTextContents()).toEqual([
      'U+202E',
      'U+2066',
      'U+200B',
      'U+0007',
    ]);
    const heights = await rows.evaluateAll((all) =>
      all.slice(0, 5).map((row) => row.getBoundingClientRect().height),
    );
    expect(Math.max(...heights)).toBeLessThan(width === 360 ? 200 : 60);
    expect(await overflowOf(page)).toBe(0);
    expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
  });

  test(`a megabyte in a record holds up nothing, ${width} px wide`, async () => {
    const world = hostileWorld();
    const position = world.events.length - 4;
    const { page } = await openPage(world, { path: `/events?last=1h&open=${position}`, width });
    const drawer = page.getByRole('dialog', { name: `Event #${position}` });
    await drawer.getByText('details.request.user_agent').waitFor();
    await drawer.getByRole('tab', { name: 'As it came' }).click();
    expect((await drawer.locator('pre').textContent())?.length).toBe(20_000);
    await drawer.getByRole('button', { name: /Show all 1,000,\d+ characters/ }).click();
    const raw = world.events.find((event) => event.position === position)?.raw;
    expect(await drawer.locator('pre').textContent()).toBe(raw);
    expect(await overflowOf(page)).toBe(0);
    expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
  });
}

test('what a server or a destination says is text too', async () => {
  const world = makeWorld();
  const status = makeTroubledStatus(world.now, 2500);
  const hostile = `${MARKUP}\u202e${'x'.repeat(500)}`;
  world.status = {
    ...status,
    workspaces: status.workspaces.map((workspace) => ({
      ...workspace,
      name: hostile + workspace.name,
      trouble: workspace.trouble && {
        ...workspace.trouble,
        message: hostile,
        hint: hostile,
        correlation_id: hostile,
      },
    })),
    dead_letters: status.dead_letters.map((letter) => ({ ...letter, reason: hostile })),
  };
  world.audit = world.audit.map((entry) => ({ ...entry, detail: hostile, subject: hostile }));
  const { page } = await openPage(world, { width: 360 });
  for (const path of ['Overview', 'Completeness', 'Activity']) {
    await page.getByRole('link', { name: path, exact: true }).click();
    await page.getByText(MARKUP).first().waitFor();
    expect(await overflowOf(page), path).toBe(0);
  }
  expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
});
