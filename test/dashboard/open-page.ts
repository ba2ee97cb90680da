// The built page in a real Chromium over a fixture world. Whatever the page does wrong by itself fails the test.
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { buildOnce } from '../support/build-once.js';
import { type ServedWorld, serveWorld } from './fixture/serve-world.js';
import { makeWorld, type World } from './fixture/world.js';

const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
/** The machine may be busy; nothing here waits for a time to pass. */
const PATIENCE_MS = 20_000;
const LONGEST_BUILD_MS = 180_000;

let browser: Promise<Browser> | null = null;
beforeAll(buildOnce, LONGEST_BUILD_MS);
afterAll(async () => {
  await (await browser)?.close();
});

export interface PageOptions {
  path?: string;
  width?: number;
  theme?: 'light' | 'dark';
  zone?: string;
}

export interface OpenPage {
  page: Page;
  world: World;
  served: ServedWorld;
}

/** Where the built page is. */
export async function dashboardFolder(): Promise<string> {
  return join(await buildOnce(), 'dashboard');
}

/** Opens `path` over `world`. At the end no script may have failed, no policy been violated, nobody else been asked. */
export async function openPage(world: World = makeWorld(), options: PageOptions = {}): Promise<OpenPage> {
  const served = await serveWorld(world, await dashboardFolder());
  browser ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS.split(' ') });
  const context = await (await browser).newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.theme ?? 'light',
    timezoneId: options.zone ?? 'Europe/Berlin',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    // An answer that failed is told by the browser too; what the page makes of it is what tests look at.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${served.url}/`))
      problems.push(`asked for ${request.url().slice(0, 200)}`);
  });
  onTestFinished(async () => {
    await context.close();
    await served.close();
    expect(problems).toEqual([]);
  });
  await page.goto(served.url + (options.path ?? '/'));
  return { page, world, served };
}

/** What axe finds wrong, as `rule: elements`. */
export async function findAxeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as readonly { id: string; nodes: readonly { target: readonly string[] }[] }[];
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** By how many pixels the page is wider than the window. */
export async function overflowOf(page: Page): Promise<number> {
  return (await page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  )) as number;
}

/**
 * Waits until `condition`, an expression of the page, is true. Asked from outside each time: the page itself would have to evaluate it
 * anew, which its content policy forbids.
 */
export async function waitUntil(page: Page, condition: string): Promise<void> {
  await expect.poll(() => page.evaluate(condition), { timeout: PATIENCE_MS, message: condition }).toBe(true);
}
