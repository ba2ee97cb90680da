// The feed between the real journal and a real file.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drainFeed } from '../../src/deliver/feed.js';
import type { FeedContext } from '../../src/deliver/feed-context.js';
import { FileSettings, file } from '../../src/destinations/file/file.js';
import { raw } from '../../src/formats/raw.js';
import type { Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import { makeFolder } from '../destinations/file/file-setup.js';

const never = new AbortController().signal;
const body = (id: number) => `{"id":${id},"timestamp":"2026-01-01 00:00:00 UTC"}`;

async function fill(journal: Journal, from: number, to: number): Promise<void> {
  const { key } = await journal.bind(
    { name: 'acme', baseUrl: 'https://www.workato.com', endpoint: 'direct', token: 't' },
    [],
  );
  const events = Array.from({ length: to - from + 1 }, (_, index) => ({
    key: String(from + index),
    id: String(from + index),
    time: Date.UTC(2026, 0, 1),
    type: 'user_login',
    user: null,
    resourceType: null,
    workspaceId: '1',
    raw: Buffer.from(body(from + index)),
  }));
  await journal.append({ workspaceKey: key, events, cursor: null, now: Date.UTC(2026, 0, 1) });
}

const expected = (to: number) => Array.from({ length: to }, (_, index) => `${body(index + 1)}\n`).join('');

function feedTo(path: string, journal: Journal, overrides: Partial<FeedContext> = {}): FeedContext {
  return {
    name: 'archive',
    journal,
    destination: { type: file, settings: FileSettings.parse({ path }) },
    network: { proxy: {}, caFiles: [] },
    format: raw,
    clock: systemClock,
    logger: silentLogger,
    random: Math.random,
    observe: () => {},
    waitForMore: async () => {},
    ...overrides,
  };
}

test('every event once, over crashes right before each acknowledgement, over restarts and a replay', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'events.ndjson');
  for (let round = 1; round <= 4; round += 1) {
    const journal = await openJournal(join(folder, 'journal.db'));
    await fill(journal, (round - 1) * 3000 + 1, round * 3000);
    const crash = new Error('crash');
    const fragile = { ...journal, acknowledge: () => Promise.reject(crash) };
    await expect(drainFeed(feedTo(path, fragile), never)).rejects.toBe(crash);
    await drainFeed(feedTo(path, journal), never);
    await journal.close();
    const text = await readFile(path, 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      createHash('sha256')
        .update(expected(round * 3000))
        .digest('hex'),
    );
  }
  const journal = await openJournal(join(folder, 'journal.db'));
  await journal.rewindFeed('archive', 11_990);
  await drainFeed(feedTo(path, journal), never);
  const [feed] = await journal.feeds();
  expect(feed).toMatchObject({
    position: 12_000,
    replayUntil: 0,
    counts: { delivered: 12_000, replayed: 10 },
  });
  await journal.close();
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(12_011);
});

test('dead letters reach the journal with their reasons, and the ledger balances', async () => {
  const folder = await makeFolder();
  const journal = await openJournal(join(folder, 'journal.db'));
  await fill(journal, 1, 50);
  const format = (event: Parameters<typeof raw>[0]) => {
    if (event.position % 10 === 0) throw new Error('no field');
    return raw(event);
  };
  await drainFeed(feedTo(join(folder, 'events.ndjson'), journal, { format }), never);
  const [feed] = await journal.feeds();
  expect(feed?.counts).toMatchObject({ delivered: 45, deadLettered: 5 });
  expect((await journal.deadLetters('archive')).map((letter) => letter.position)).toEqual([
    50, 40, 30, 20, 10,
  ]);
  await journal.close();
});
