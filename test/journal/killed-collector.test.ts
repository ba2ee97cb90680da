import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openJournal, openJournalReader } from '../../src/journal/open-journal.js';
import { startCollector } from './start-collector.js';
import { temporaryFolder } from './temporary-folder.js';

it('loses nothing that was confirmed, and keeps cursor and events together, over kill -9 (I1, I3)', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  let before = 0;
  for (const lines of [1, 2, 3, 25, 150]) {
    const collector = await startCollector(path, 'append');
    onTestFinished(() => collector.kill());
    await collector.untilSaid(lines);
    await collector.kill();
    const confirmed = collector.said.at(-1)?.head ?? before;

    const journal = await openJournal(path);
    const head = await journal.head();
    expect(head).toBeGreaterThanOrEqual(Math.max(confirmed, before));
    const [workspace] = await journal.workspaces();
    expect(workspace?.cursor ?? 0).toBe(head);
    expect(await journal.read(0, { events: head + 1, bytes: 1e9 })).toHaveLength(head);
    await journal.checkIntegrity();
    await journal.close();
    before = head;
  }
  expect(before).toBeGreaterThan(1000);
});

it('is read, searched, measured, checked and given orders while another process writes', async () => {
  const path = join(await temporaryFolder(), 'journal.db');
  const collector = await startCollector(path, 'append');
  onTestFinished(() => collector.kill());
  await collector.untilSaid(20);
  const reader = await openJournalReader(path);
  let head = 0;
  for (let round = 0; round < 20; round += 1) {
    const next = await reader.head();
    expect(next).toBeGreaterThanOrEqual(head);
    head = next;
    const after = head - 100;
    const events = await reader.read(after, { events: 100, bytes: 1e9 });
    expect(events.map((event) => event.position - after)).toEqual(events.map((_, index) => index + 1));
    expect(events).toHaveLength(100);
    await reader.placeOrder({ kind: 'replay', feed: 'archive', after: round }, round);
    await reader.recordRequest('token', round);
    await collector.untilSaid(collector.said.length + 2);
  }
  await reader.checkIntegrity();
  const found = new Set<number>();
  for await (const event of reader.search({ limit: 1200 })) found.add(event.position);
  // The writer goes on meanwhile.
  expect(found.size).toBeGreaterThanOrEqual(Math.min(head, 1200));
  expect(collector.child.exitCode).toBeNull();
  await reader.close();
  await collector.kill();
  const journal = await openJournal(path);
  expect(await journal.orders()).toHaveLength(20);
  await journal.close();
});
