// Paging by an id, page by page.
import { expect, test } from 'vitest';
import { cutPage } from '../../src/events/page-reader.js';
import { createDrain } from '../../src/pull/cursor.js';
import { takePage } from '../../src/pull/drain.js';
import { createMemory } from '../../src/pull/memory.js';
import { createPageLimit } from '../../src/pull/page-limit.js';
import { START } from '../support/pull-bench.js';

function pageOf(...records: object[]) {
  const events = cutPage(Buffer.from(JSON.stringify({ data: records })));
  return { events, serverTime: START, latencyMs: 0, correlationId: undefined };
}

test.each(['exclusive', 'inclusive'] as const)(
  '%s: events without an id at the end come again, and that is the end',
  (paging) => {
    const memory = createMemory();
    const options = { learnt: null, pageTime: START, pageLimit: createPageLimit() };
    const timestamp = '2025-12-31 12:00:00 UTC';
    const [withId, without] = [
      { id: 17, timestamp },
      { timestamp, event_type: 'recipe_stopped' },
    ];
    const drain = createDrain({ from: START - 86_400_000, to: START }, { paging, direction: 'newest first' });
    const first = takePage(drain, pageOf({ id: 18, timestamp }, withId, without), memory, options);
    if (first.kind !== 'more') throw new Error(first.kind);
    expect(first.drain.after).toBe('17');
    const again = paging === 'inclusive' ? pageOf(withId, without) : pageOf(without);
    expect(takePage(first.drain, again, memory, options).kind).toBe('done');
  },
);
