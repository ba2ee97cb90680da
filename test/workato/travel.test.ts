import { describe, expect, it } from 'vitest';
import { createTravel } from '../../src/workato/travel.js';

const MINUTE = 60_000;

/** One answer a second after `from`, each `latencyMs` late; returns the end. */
function observe(
  travel: ReturnType<typeof createTravel>,
  from: number,
  seconds: number,
  latencyMs: number,
): number {
  for (let second = 0; second < seconds; second += 1) travel.note(from + second * 1000, latencyMs);
  return from + seconds * 1000;
}

describe('createTravel', () => {
  it('adds nothing before the first answer', () => {
    expect(createTravel().marginAt(0)).toBe(0);
  });

  it('takes a whole answer for the way there until it knows how quick one can be', () => {
    const travel = createTravel();
    const learnt = observe(travel, 0, 119, 3000);
    expect(travel.marginAt(learnt)).toBe(3000);
    const later = observe(travel, learnt, 10, 3000);
    expect(travel.marginAt(later)).toBe(1000);
  });

  it('covers the spread between slow and quick, up to ten seconds, while the slow one’s slot is taken', () => {
    const travel = createTravel();
    const learnt = observe(travel, 0, 200, 100);
    expect(travel.marginAt(learnt)).toBe(100);
    travel.note(learnt, 4100);
    expect(travel.marginAt(learnt)).toBe(4000);
    const sentAt = learnt - 4100;
    expect(travel.marginAt(sentAt + MINUTE + 3900)).toBe(4000);
    expect(travel.marginAt(sentAt + MINUTE + 5200)).toBeLessThanOrEqual(100);
    travel.note(learnt, 400_000);
    expect(travel.marginAt(learnt)).toBeLessThanOrEqual(10_000);
  });

  it('forgets how quick answers were after ten minutes', () => {
    const travel = createTravel();
    const quick = observe(travel, 0, 200, 100);
    const soon = observe(travel, quick, 300, 3000);
    expect(travel.marginAt(soon)).toBe(2900);
    const slow = observe(travel, soon, 500, 3000);
    expect(travel.marginAt(slow)).toBe(1000);
  });
});
