import { describe, expect, it } from 'vitest';
import { calm, marginAt, slowPace, spacingAt, speedAt } from '../../src/workato/pace.js';

describe('pace', () => {
  it('holds nothing down before the first refusal', () => {
    expect([marginAt(calm, 5, 250), speedAt(calm, 5), spacingAt(calm, 5, 60)]).toEqual([250, 1, 0]);
  });

  it('doubles the margin and halves the speed with each refusal, up to a limit', () => {
    const once = slowPace(calm, 1000, 2000, 250);
    expect([marginAt(once, 1000, 250), speedAt(once, 2000), spacingAt(once, 2000, 60)]).toEqual([
      500, 0.5, 2000,
    ]);
    let often = calm;
    for (let i = 0; i < 20; i += 1) often = slowPace(often, 1000, 2000, 250);
    expect([marginAt(often, 1000, 250), speedAt(often, 2000)]).toEqual([5000, 1 / 8]);
  });

  it('recovers: the speed minute by minute, the margin every ten minutes', () => {
    let pace = calm;
    for (let i = 0; i < 3; i += 1) pace = slowPace(pace, 0, 0, 250);
    expect([0, 59_999, 60_000, 120_000, 180_000].map((time) => speedAt(pace, time))).toEqual([
      1 / 8,
      1 / 8,
      1 / 4,
      1 / 2,
      1,
    ]);
    expect([0, 600_000, 1_200_000, 86_400_000].map((time) => marginAt(pace, time, 250))).toEqual([
      2000, 1000, 500, 250,
    ]);
  });

  it('never spreads requests wider than a minute', () => {
    expect(spacingAt(slowPace(calm, 0, 0, 250), 0, 1)).toBe(60_000);
  });
});
