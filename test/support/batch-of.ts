// Batches for tests of destinations, without a journal.
import { toBatch } from '../../src/deliver/batch.js';
import type { Batch } from '../../src/deliver/destination.js';
import { storedEvent } from './memory-journal.js';

/** The body of event number `position`, with letters of all lengths in it. */
export function bodyOf(position: number): string {
  return `{"id":${position},"name":"Zoë ${'x'.repeat(position % 7)}"}`;
}

/** Events `after` + 1 to `to` as one batch. */
export function batchOf(after: number, to: number, body: (position: number) => string = bodyOf): Batch {
  const deliveries = Array.from({ length: to - after }, (_, index) => {
    const event = storedEvent(after + index + 1, body(after + index + 1));
    return { event, line: event.raw };
  });
  const bytes = deliveries.reduce((sum, { line }) => sum + line.length + 1, 0);
  return toBatch({ after, to, deliveries, filtered: [], unformatted: [], bytes }, 'journal-1', 'test');
}

/** The lines that events `after` + 1 to `to` make in a file. */
export function linesOf(after: number, to: number): string {
  return Array.from({ length: to - after }, (_, index) => `${bodyOf(after + index + 1)}\n`).join('');
}
