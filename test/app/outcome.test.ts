import { describe, expect, it } from 'vitest';
import { isFatal, nextTryMs } from '../../src/app/failure.js';
import { exitCodeOf, worstOf } from '../../src/app/outcome.js';
import { CollectorError, type ErrorCode } from '../../src/platform/errors.js';

describe('exit codes', () => {
  it.each<[ErrorCode, number]>([
    ['CONFIG_INVALID', 2],
    ['AUTHENTICATION_FAILED', 3],
    ['PERMISSION_DENIED', 3],
    ['RATE_LIMITED', 75],
    ['BASE_URL_UNREACHABLE', 75],
    ['UPSTREAM_FAILED', 75],
    ['UNEXPECTED_RESPONSE', 75],
    ['JOURNAL_LOCKED', 75],
    ['JOURNAL_CORRUPT', 1],
    ['DESTINATION_UNAVAILABLE', 75],
    ['DESTINATION_REFUSED', 1],
    ['ABORTED', 75],
  ])('%s is %i', (code, exitCode) => {
    expect(exitCodeOf(new CollectorError(code, 'x'))).toBe(exitCode);
  });

  it('a fault of the program is 1', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(1);
  });

  it('the worst is what an operator has to change', () => {
    expect(worstOf([])).toBe(0);
    expect(worstOf([75, 0])).toBe(75);
    expect(worstOf([75, 3, 1])).toBe(3);
    expect(worstOf([3, 2, 75])).toBe(2);
  });
});

describe('the next try', () => {
  it('of what may pass comes at the poll interval, or when the other side says', () => {
    expect(nextTryMs(new CollectorError('UPSTREAM_FAILED', 'x'), 9, 30_000)).toBe(30_000);
    expect(nextTryMs(new CollectorError('RATE_LIMITED', 'x', { retryAfterMs: 90_000 }), 1, 30_000)).toBe(
      90_000,
    );
  });

  it('of a refused token comes ever more rarely, up to five minutes', () => {
    const error = new CollectorError('AUTHENTICATION_FAILED', 'x');
    expect([1, 2, 3, 4, 5, 99].map((failures) => nextTryMs(error, failures, 30_000))).toEqual([
      30_000, 60_000, 120_000, 240_000, 300_000, 300_000,
    ]);
  });

  it('does not come where the journal is damaged', () => {
    expect(isFatal(new CollectorError('JOURNAL_CORRUPT', 'x'))).toBe(true);
    expect(isFatal(new CollectorError('UPSTREAM_FAILED', 'x'))).toBe(false);
    expect(isFatal(new Error('x'))).toBe(false);
  });
});
