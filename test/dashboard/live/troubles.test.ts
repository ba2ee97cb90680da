// The overview of a real collector while most of what can go wrong does: what it tells, and what can be done from it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browse } from '../browse.js';
import { act, pullNow, rowOf, until } from './act.js';
import { keyOf, POISON } from './receiver.js';
import { ROTATED_TOKEN } from './settings.js';
import { useCollector } from './start-collector.js';

const collector = useCollector();
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/;

function requestsFor(workspace: number): number {
  return collector.live.simulator.requests.filter((request) => request.workspace === workspace).length;
}

async function feedCalled(name: string) {
  const feeds = await collector.live.ask((journal) => journal.feeds());
  return feeds.find((feed) => feed.name === name);
}

describe('what is seen', () => {
  test('each trouble: what happened, since when, what to do, what to quote; beside it the rest goes on', async () => {
    const page = await browse(collector.live.url);
    await page.getByRole('heading', { name: /4 of 8 workspaces are failing/ }).waitFor();
    for (const [name, state, code, remedy, quotes] of [
      [
        'expired',
        'token refused',
        'AUTHENTICATION_FAILED',
        /its client role lacks the privilege .* Base URLs: .*\.$/,
        true,
      ],
      ['no-privilege', 'forbidden', 'PERMISSION_DENIED', /privilege/, true],
      ['limited', 'rate limited', 'RATE_LIMITED', /./, true],
      ['failing', 'failing', 'UPSTREAM_FAILED', /status\.workato\.com/, true],
      ['nobody-there', 'unreachable', 'BASE_URL_UNREACHABLE', /./, false],
      ['siem', 'unreachable', 'DESTINATION_UNAVAILABLE', /Check host and port/, false],
    ] as const) {
      await rowOf(page, name).locator('.badge').getByText(state, { exact: true }).waitFor();
      await rowOf(page, name)
        .getByText(/^for \d+ /)
        .waitFor();
      const trouble = rowOf(page, name).locator('xpath=following-sibling::tr');
      const summary = trouble.getByText(code);
      if ((await trouble.locator('details').getAttribute('open')) === null) await summary.click();
      await trouble.locator('dd').filter({ hasText: remedy }).first().waitFor();
      await trouble.getByText('Next try').waitFor();
      expect(await trouble.getByText('Since', { exact: true }).count(), name).toBe(1);
      expect(await trouble.getByText(UUID).count(), name).toBe(quotes ? 1 : 0);
    }
    await rowOf(page, 'well').getByText('tailing').waitFor();
    await rowOf(page, 'well')
      .getByText(/^\d s ago$/)
      .waitFor();
    await rowOf(page, 'well')
      .getByRole('img', { name: /Events a minute over the last 60 minutes: .* [1-9]\d* at most/ })
      .waitFor();
    await rowOf(page, 'expired')
      .getByRole('img', { name: /: 0 in the last full one, 0 at most/ })
      .waitFor();
    const history = rowOf(page, 'reading-history');
    await history.getByText(/^\d+ %, .* left$/).waitFor();
    await history.getByRole('meter', { name: /Request budget left: \d+ of 60/ }).waitFor();
    await rowOf(page, 'archive')
      .getByText(/^[\d.,]+ \/s$/)
      .waitFor();
    await rowOf(page, 'siem').getByText('none yet').waitFor();
  });

  test('the events of the last hour go on being counted while the page is drawn anew every second', async () => {
    const page = await browse(collector.live.url);
    const figure = page.locator('.figures > *', { hasText: 'In the last hour' }).locator('dd').first();
    await figure.waitFor();
    const shown = async () => Number((await figure.textContent())?.replaceAll(/\D/g, ''));
    const before = await shown();
    await until(async () => (await shown()) > before);
  });

  test('who was told of it', async () => {
    const page = await browse(collector.live.url);
    const alerts = page.getByRole('region', { name: /^Alerts/ });
    await alerts.getByText(/^failing workspace no-privilege for .* told on-call at/).waitFor();
    expect(collector.live.receiver.alerts()).toContainEqual(
      expect.objectContaining({ kind: 'failing', subject: 'workspace no-privilege' }),
    );
    await page.getByText('told to on-call').waitFor();
  });

  test('a workspace recovers once its token was replaced, without anybody touching the collector', async () => {
    const page = await browse(collector.live.url);
    await rowOf(page, 'expired').getByText('token refused').waitFor();
    await writeFile(join(collector.live.folder, 'expired.token'), ROTATED_TOKEN);
    await rowOf(page, 'expired').getByText('tailing').waitFor();
    await page.getByRole('heading', { name: /3 of 8 workspaces are failing/ }).waitFor();
  });
});

describe('what is done', () => {
  test('a workspace is paused, nothing more is asked of it, and it goes on', async () => {
    const { live } = collector;
    const page = await browse(live.url);
    await act(page, live, {
      of: 'well',
      item: 'Pause…',
      verb: 'Pause',
      says: /Pulling well is paused/,
      action: 'pause',
    });
    await rowOf(page, 'well').getByText('paused', { exact: true }).waitFor();
    const [asked, others] = [requestsFor(101), requestsFor(106)];
    await until(() => requestsFor(106) > others + 2);
    expect(requestsFor(101)).toBe(asked);
    await act(page, live, {
      of: 'well',
      item: 'Resume…',
      verb: 'Resume',
      says: /Pulling well goes on/,
      action: 'resume',
    });
    await rowOf(page, 'well').getByText('tailing').waitFor();
    await until(() => requestsFor(101) > asked);
  });

  test('a workspace that is polled once an hour is pulled now, and its history read', async () => {
    const { live } = collector;
    const page = await browse(live.url);
    await rowOf(page, 'seldom').getByText('tailing').waitFor();
    const key = `108/${live.simulator.add({}, 108)}`;
    await pullNow(page, live, 'seldom');
    await until(() => live.receiver.taken().includes(key));
    const known = new Set(live.receiver.taken());
    const old = live.simulator
      .truth(108)
      .ids.map((id) => `108/${id}`)
      .filter((one) => !known.has(one));
    expect(old.length).toBe(400);
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 16);
    await act(page, live, {
      of: 'seldom',
      item: 'Backfill…',
      verb: 'Backfill',
      fields: [
        [/^From/, day(12)],
        [/^To/, day(-1)],
      ],
      says: /seldom is read from/,
      action: 'backfill',
    });
    await until(() => {
      const taken = new Set(live.receiver.taken());
      return old.filter((one) => !taken.has(one)).length;
    }, 0);
  });

  test('a destination gets everything from a position on once more', async () => {
    const { live } = collector;
    const page = await browse(live.url);
    const [first] = await live.ask((journal) => journal.read(0, { events: 1, bytes: 1 }));
    const key = keyOf(Buffer.from(first?.raw ?? '').toString('utf8'));
    const times = async () => {
      const lines = (await readFile(join(live.folder, 'archive.ndjson'), 'utf8')).trim().split('\n');
      return lines.filter((line) => keyOf(line) === key).length;
    };
    await until(times, 1);
    await act(page, live, {
      of: 'archive',
      item: 'Replay…',
      verb: 'Replay',
      fields: [[/from the position/, '1']],
      says: /archive gets everything again/,
      action: 'replay',
    });
    await until(times, 2);
    await rowOf(page, 'archive')
      .getByText(/replaying|delivering|up to date/)
      .waitFor();
  });

  test('an event that a destination refuses is shown with its reason, tried again, and given up', async () => {
    const { live } = collector;
    const page = await browse(live.url);
    const refuse = async () => {
      const key = `101/${live.simulator.add({ record: { details: { note: POISON } } }, 101)}`;
      await rowOf(page, 'picky')
        .locator('td[data-label="Dead letters"]')
        .getByText('1', { exact: true })
        .waitFor();
      await page
        .getByRole('region', { name: 'Newest dead letters' })
        .getByText(/nobody wants this event/)
        .waitFor();
      return key;
    };
    const wanted = await refuse();
    live.receiver.takesAll = true;
    await act(page, live, {
      of: 'picky',
      item: 'Retry dead letters…',
      verb: 'Retry',
      says: /dead letters of picky are tried again/,
      action: 'retry_dead_letters',
    });
    await until(() => live.receiver.taken().includes(wanted));
    await page.getByRole('region', { name: 'Newest dead letters' }).waitFor({ state: 'detached' });
    live.receiver.takesAll = false;
    const unwanted = await refuse();
    const skipped = (await feedCalled('picky'))?.counts.skipped ?? 0;
    await act(page, live, {
      of: 'picky',
      item: 'Drop dead letters…',
      verb: 'Drop them',
      says: /dead letters of picky are dropped/,
      action: 'drop_dead_letters',
    });
    await page.getByRole('region', { name: 'Newest dead letters' }).waitFor({ state: 'detached' });
    expect((await feedCalled('picky'))?.counts).toMatchObject({ deadLettered: 0, skipped: skipped + 1 });
    expect(live.receiver.taken()).not.toContain(unwanted);
  });

  test('all of it stands in the audit trail, and the ledger balances', async () => {
    const page = await browse(collector.live.url, { path: '/activity' });
    for (const action of [
      'pause',
      'resume',
      'pull now',
      'backfill',
      'replay',
      'retry dead letters',
      'drop dead letters',
    ])
      await page.getByRole('cell', { name: action, exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'Completeness', exact: true }).click();
    for (const name of ['picky', 'siem']) await rowOf(page, name).getByText('balances').waitFor();
    const well = page.getByRole('article').filter({ hasText: /^well/ });
    await well.getByText(/events were late/).waitFor();
    await well.getByText(/ago, found \d+ that pulls had missed/).waitFor();
  });
});
