// How soon the overview is there in a real browser that has never seen it: its first paint, and its rows with what is known.
import { chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];
const PATIENCE_MS = 30_000;
const LOOK_MS = 50;
const VIEWPORT = { width: 1280, height: 900 };

/** Run in the page before its own scripts: notes when a row of a workspace, and when the rhythm of its events, is shown. */
const NOTE_ROWS = `
  globalThis.shown = {};
  const look = () => {
    for (const [what, where] of [['row', 'tbody th[scope=row]'], ['rhythm', 'tbody td[data-label="Events a minute"] svg']])
      if (!(what in shown) && document.querySelector(where)) requestAnimationFrame(() => { shown[what] ??= performance.now(); });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
`;
const IS_SHOWN = 'shown.row && shown.rhythm';
const READ =
  '({ ...shown, paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime, text: document.body.innerText })';

/** Milliseconds {paint, row, rhythm} of each visit, each with an empty cache, and the `text` that the page shows. */
export async function visitOverview(url, visits) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  try {
    const seen = [];
    while (seen.length < visits) {
      const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.addInitScript(NOTE_ROWS);
      await page.goto(url);
      await untilShown(page);
      seen.push(await page.evaluate(READ));
      await context.close();
    }
    return seen;
  } finally {
    await browser.close();
  }
}

/** Asked from outside: the page itself may not evaluate anything. */
async function untilShown(page) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await page.waitForTimeout(LOOK_MS)) {
    if (await page.evaluate(IS_SHOWN)) return;
  }
  throw new Error(`The overview was not shown: ${await page.evaluate('document.body.innerText')}`);
}
