// A real Chromium. Whatever a page does wrong by itself fails the test: a script that fails, a policy violated, somebody else asked.
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, expect, onTestFinished } from 'vitest';

const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
/** The machine may be busy; nothing here waits for a time to pass. */
const PATIENCE_MS = 20_000;

let browser: Promise<Browser> | null = null;
afterAll(async () => {
  await (await browser)?.close();
});

export interface BrowseOptions {
  path?: string;
  width?: number;
  theme?: 'light' | 'dark';
  zone?: string;
}

/** Opens `path` at `url` in a context of its own, which is closed when the test ends. */
export async function browse(url: string, options: BrowseOptions = {}): Promise<Page> {
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
    if (!request.url().startsWith(`${url}/`)) problems.push(`asked for ${request.url().slice(0, 200)}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(url + (options.path ?? '/'));
  return page;
}

/** Nothing is wrong and nothing wider than the window, in both themes, on a telephone and on a screen. */
export async function proveReadable(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const look = `${page.url()}, ${colorScheme}, ${width} px`;
      expect(await findAxeViolations(page), look).toEqual([]);
      expect(await overflowOf(page), look).toBe(0);
    }
  }
}

/** What axe finds wrong, as `rule: elements`. */
async function findAxeViolations(page: Page): Promise<readonly string[]> {
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
