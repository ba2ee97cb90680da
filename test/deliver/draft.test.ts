import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../src/deliver/backoff.js';
import { toBatch } from '../../src/deliver/batch.js';
import { countMissing, draftStretch, splitDraft } from '../../src/deliver/draft.js';
import { storedEvent } from '../support/memory-journal.js';

const format = (event: { raw: Uint8Array }) => event.raw;

test('two halves together are the whole, whatever is in it, down to single events', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('deliver', 'filter', 'missing', 'fail'), { minLength: 2 }),
      (kinds) => {
        const events = kinds.flatMap((kind, index) =>
          kind === 'missing' ? [] : [storedEvent(index + 1, JSON.stringify({ kind }))],
        );
        const kindOf = (position: number) => kinds[position - 1];
        const draft = draftStretch(
          { after: 0, to: kinds.length, events },
          {
            filter: (event) => kindOf(event.position) !== 'filter',
            format: (event) => {
              if (kindOf(event.position) === 'fail') throw new Error('no');
              return event.raw;
            },
          },
        );
        expect(countMissing(draft)).toBe(kinds.filter((kind) => kind === 'missing').length);
        if (draft.deliveries.length < 2) return;
        const [first, second] = splitDraft(draft);
        expect([first.after, first.to, second.to]).toEqual([draft.after, second.after, draft.to]);
        expect([...first.deliveries, ...second.deliveries]).toEqual(draft.deliveries);
        expect(first.deliveries.length).toBeGreaterThan(0);
        expect(second.deliveries.length).toBeGreaterThan(0);
        expect(first.bytes + second.bytes).toBe(draft.bytes);
        expect(countMissing(first) + countMissing(second)).toBe(countMissing(draft));
        expect(first.filtered.length + second.filtered.length).toBe(draft.filtered.length);
      },
    ),
  );
});

describe('a batch’s id', () => {
  const draft = (body: string, to = 1) =>
    draftStretch({ after: 0, to, events: [storedEvent(1, body)] }, { format });

  test('is the same for the same events, and another for another journal, feed, stretch or content', () => {
    const id = toBatch(draft('{}'), 'j', 'f').id;
    expect(toBatch(draft('{}'), 'j', 'f').id).toBe(id);
    const others = [
      toBatch(draft('{ }'), 'j', 'f').id,
      toBatch(draft('{}', 2), 'j', 'f').id,
      toBatch(draft('{}'), 'k', 'f').id,
      toBatch(draft('{}'), 'j', 'g').id,
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });
});

describe('the pause before the next try', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [6, 32_000],
    [7, 60_000],
    [5_000, 60_000],
  ])('after %d failures is at most %d ms', (failures, most) => {
    expect(backoffMs(failures, undefined, () => 0.999999)).toBeCloseTo(most, -2);
    expect(backoffMs(failures, undefined, () => 0)).toBe(50);
  });

  test('is what the destination asks for, within reason', () => {
    expect(backoffMs(9, 7_000, () => 0)).toBe(7_000);
    expect(backoffMs(9, -5, () => 0)).toBe(50);
    expect(backoffMs(9, 1e12, () => 0)).toBe(900_000);
    expect(backoffMs(1, Number.NaN, () => 0.5)).toBe(500);
  });
});
