import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../src/platform/http-date.js';
import { backoffMs, parseRetryAfter } from '../../src/platform/retry.js';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('parseRetryAfter', () => {
  it.each([
    ['7', 7000],
    [' 7 ', 7000],
    ['0', 0],
    ['1.5', 1500],
    ['0.0001', 1],
    ['99999999999999999999', 900_000],
    ['Thu, 01 Jan 2026 12:00:07 GMT', 7000],
    ['Thursday, 01-Jan-26 12:00:07 GMT', 7000],
    ['Thu Jan  1 12:00:07 2026', 7000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['Thu, 01 Jan 2099 00:00:00 GMT', 900_000],
  ])('reads %j as %i ms', (header, waitMs) => {
    expect(parseRetryAfter(header, now)).toBe(waitMs);
  });

  it.each([
    [undefined],
    [''],
    ['-5'],
    ['1e3'],
    ['0x10'],
    ['soon'],
    ['NaN'],
    ['Infinity'],
    ['7, 8'],
    ['2026-01-01T12:00:07Z'],
    ['Thu, 99 Jan 2026 12:00:07 GMT'],
    ['Thu, 01 Jan 2026 12:00:07'],
  ])('does not read %j', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });

  it('never returns anything but a wait of at most 15 minutes', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ noNaN: true }), (header, nowMs) => {
        const waitMs = parseRetryAfter(header, nowMs);
        expect(waitMs === undefined || (waitMs >= 0 && waitMs <= 900_000)).toBe(true);
      }),
    );
  });
});

describe('parseHttpDate', () => {
  it('reads the form that servers send, and nothing that only looks like a date', () => {
    expect(parseHttpDate('Thu, 01 Jan 2026 12:00:00 GMT')).toBe(now);
    expect(parseHttpDate('Thu, 30 Feb 2026 12:00:00 GMT')).toBeUndefined();
    expect(parseHttpDate('2026')).toBeUndefined();
    expect(parseHttpDate(undefined)).toBeUndefined();
  });
});

describe('backoffMs', () => {
  it('spreads over a span that doubles up to its cap', () => {
    expect([0, 1, 2, 6, 1000].map((attempt) => backoffMs(attempt, 0.5))).toEqual([
      500, 1000, 2000, 30_000, 30_000,
    ]);
    expect(backoffMs(3, 0)).toBe(0);
    expect(backoffMs(-1, 0.5)).toBe(500);
    expect(backoffMs(2, 0.5, { baseMs: 10, capMs: 30 })).toBe(15);
  });
});
