// Makes docs/images from a running demo: `npm run build && node scripts/screenshots.mjs`. Needs chromium (Debian's package).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const ROOT = `${import.meta.dirname}/..`;
const SHOTS = [
  ['overview', '/', 'light'],
  ['overview-dark', '/', 'dark'],
  ['events', '/events', 'light'],
  ['completeness', '/completeness', 'light'],
];

const demo = spawn(process.execPath, [`${ROOT}/dist/cli/main.js`, 'demo', '--listen', '127.0.0.1:0'], {
  stdio: ['ignore', 'ignore', 'pipe'],
});
try {
  const url = await waitFor(demo.stderr, /The dashboard is open\. url=(\S+)/, /History is complete/);
  await waitForIndex(url);
  mkdirSync(`${ROOT}/docs/images`, { recursive: true });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  for (const [name, path, colorScheme] of SHOTS) {
    const viewport = { width: 1280, height: 800 };
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', timezoneId: 'UTC' });
    await page.goto(url + path);
    await page.getByText('demo').first().waitFor();
    // Live numbers and pictures have come once the page has asked for everything.
    await page.waitForLoadState('load');
    await page.waitForTimeout(2500);
    await page.screenshot({ path: `${ROOT}/docs/images/${name}.png` });
    await page.close();
  }
  await browser.close();
} finally {
  demo.kill('SIGINT');
  await once(demo, 'exit');
}

/** The first group of `pattern`, once `ready` has been written too. */
async function waitFor(stream, pattern, ready) {
  let text = '';
  for await (const piece of stream) {
    text += piece;
    const found = pattern.exec(text);
    if (found && ready.test(text)) {
      stream.resume();
      return found[1];
    }
  }
  throw new Error(`the demo ended: ${text}`);
}

async function waitForIndex(url) {
  for (;;) {
    const { head, indexed } = await (await fetch(`${url}/api/events?limit=1`)).json();
    if (indexed >= head) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
