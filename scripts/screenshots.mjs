// Makes docs/images: `npm run build && node scripts/screenshots.mjs`. Needs chromium (Debian's package). What is searched for on the
// picture of events keeps to Latin letters; for others, and for emoji, the machine would need fonts (fonts-noto-cjk, fonts-noto-color-emoji).
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { startDemo } from './picture-demo.mjs';
import { startPictureWorld } from './picture-world.mjs';

const FOLDER = `${import.meta.dirname}/../docs/images`;
const SHOTS = [
  ['overview', '/', 'light', 'failing'],
  ['overview-dark', '/', 'dark', 'failing'],
  ['events', '/events?last=1h&q=salesforce+opportunity', 'light', 'opportunity'],
  ['completeness', '/completeness', 'light', 'up to 30 min'],
];

const world = await startPictureWorld();
const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  mkdirSync(FOLDER, { recursive: true });
  await waitForStatus(({ workspaces, alerts }) => {
    const isRead = workspaces.filter(({ phase }) => phase === 'tailing').length === 3;
    return isRead && alerts.some(({ firing }) => firing.length > 0);
  });
  for (const minutes of [2, 4, 7, 8, 14, 25]) world.addLate(minutes);
  await waitForStatus(({ workspaces }) => workspaces.some(({ events }) => events.beyond_lookback >= 2));
  await waitForIndex();
  for (const [name, path, colorScheme, text] of SHOTS) await shoot(name, world.url + path, colorScheme, text);
  await shoot('demo', demo.url, 'light', 'tailing');
} finally {
  await browser.close();
  await world.end();
  await demo.end();
}

async function shoot(name, url, colorScheme, text) {
  const viewport = { width: 1280, height: name === 'demo' ? 560 : 800 };
  const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', timezoneId: 'UTC' });
  await page.goto(url);
  await page.getByText(new RegExp(text)).first().waitFor();
  // A rate is known once the page has watched for a while.
  await page.waitForTimeout(5000);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: name.startsWith('overview') });
  await page.close();
}

async function waitForStatus(isThere) {
  while (!isThere(await ask('/api/status'))) await new Promise((resolve) => setTimeout(resolve, 300));
}

async function waitForIndex() {
  for (;;) {
    const { head, indexed } = await ask('/api/events?limit=1');
    if (indexed >= head - 20) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function ask(path) {
  return (await fetch(world.url + path)).json();
}
