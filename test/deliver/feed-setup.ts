// A feed between a journal and a destination in memory, with everything else that it needs.
import type { FeedContext, FeedNews } from '../../src/deliver/feed-context.js';
import { systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import { createMemoryDestination } from '../support/memory-destination.js';
import { createMemoryJournal } from '../support/memory-journal.js';

export function setUp(overrides: Partial<FeedContext> = {}) {
  const journal = createMemoryJournal();
  const destination = createMemoryDestination();
  const news: FeedNews[] = [];
  const context: FeedContext = {
    name: 'archive',
    journal,
    destination: { type: destination.type, settings: {} },
    network: { proxy: {}, caFiles: [] },
    format: (event) => event.raw,
    clock: systemClock,
    logger: silentLogger,
    random: () => 0.5,
    observe: (item) => news.push(item),
    waitForMore: (_after, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ...overrides,
  };
  return { journal, destination, news, context };
}

/** `count` numbered bodies. */
export function bodies(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => `{"id":${from + index}}`);
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
