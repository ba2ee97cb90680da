import { describe, expect, it } from 'vitest';
import { byPurpose, decideGrant, type Standing } from '../../src/workato/grant.js';

const none = byPurpose(() => 0);

function standing(changes: Partial<Standing>): Standing {
  return {
    now: 100_000,
    perMinute: 60,
    windowMs: 60_250,
    taken: 0,
    oldest: undefined,
    rereading: 0,
    oldestRereading: undefined,
    lastGrantAt: Number.NEGATIVE_INFINITY,
    spacingMs: 0,
    closedUntil: Number.NEGATIVE_INFINITY,
    lastBackfillAt: Number.NEGATIVE_INFINITY,
    waiting: none,
    passedOver: none,
    ...changes,
  };
}

const all = byPurpose(() => 1);

describe('decideGrant', () => {
  it('does nothing where nobody waits', () => {
    expect(decideGrant(standing({ closedUntil: 200_000 }))).toEqual({ kind: 'nobody waits' });
  });

  it.each([
    [all, 'tail'],
    [{ ...all, tail: 0 }, 'reread'],
    [{ ...none, sweep: 1, backfill: 1 }, 'sweep'],
    [{ ...none, backfill: 1 }, 'backfill'],
  ] as const)('serves %j in the order of purposes', (waiting, purpose) => {
    expect(decideGrant(standing({ waiting }))).toEqual({ kind: 'grant', purpose });
  });

  it.each([
    ['the oldest slot to come back', { taken: 60, oldest: 50_000 }, 110_250],
    ['a closed door', { closedUntil: 123_456 }, 123_456],
    ['the pace', { lastGrantAt: 99_500, spacingMs: 2000 }, 101_500],
    [
      'all of them',
      { taken: 60, oldest: 50_000, closedUntil: 120_000, lastGrantAt: 99_000, spacingMs: 5000 },
      120_000,
    ],
  ])('waits for %s', (_what, changes, until) => {
    expect(decideGrant(standing({ waiting: all, ...changes }))).toEqual({ kind: 'wait', until });
  });

  it('gives re-reading no more than a third while backfill waits or has just been served', () => {
    const third = { rereading: 20, oldestRereading: 70_000, taken: 25, oldest: 60_000 };
    expect(decideGrant(standing({ ...third, waiting: { ...none, reread: 1, backfill: 1 } }))).toEqual({
      kind: 'grant',
      purpose: 'backfill',
    });
    expect(
      decideGrant(standing({ ...third, waiting: { ...none, sweep: 1 }, lastBackfillAt: 99_000 })),
    ).toEqual({ kind: 'wait', until: 130_250 });
    expect(decideGrant(standing({ ...third, waiting: { ...none, sweep: 1 } }))).toEqual({
      kind: 'grant',
      purpose: 'sweep',
    });
  });

  it('keeps a third of the minute free of re-reading for who comes next', () => {
    const most = { rereading: 40, taken: 40, oldest: 60_000, waiting: { ...none, reread: 1 } };
    expect(decideGrant(standing(most))).toEqual({ kind: 'wait', until: 120_250 });
  });

  it('lets go first who was passed over too often, the longest waiting of them', () => {
    expect(decideGrant(standing({ waiting: all, passedOver: { ...none, backfill: 7 } }))).toEqual({
      kind: 'grant',
      purpose: 'backfill',
    });
    expect(decideGrant(standing({ waiting: all, passedOver: { ...none, backfill: 7, sweep: 9 } }))).toEqual({
      kind: 'grant',
      purpose: 'sweep',
    });
  });
});
