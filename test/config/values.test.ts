import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../src/config/moment.js';
import { findNearest } from '../../src/config/nearest.js';
import { formatDuration, parseDuration } from '../../src/platform/duration.js';

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['30s', 30_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    [' 7d ', 604_800_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '10', 's', '1.5h', '-1s', '1 h', '1w', '10S', '1h30m', '999999999999d'])(
    'refuses "%s"',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it('is what formatDuration writes', () => {
    for (const ms of [1, 999, 1000, 90_000, 3_600_000, 172_800_000])
      expect(parseDuration(formatDuration(ms))).toBe(ms);
  });
});

describe('parseMoment', () => {
  it.each([
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T09:30:00Z', '2026-01-01T09:30:00.000Z'],
    ['2026-01-01T09:30Z', '2026-01-01T09:30:00.000Z'],
    ['2026-01-01T09:30:00.250+02:00', '2026-01-01T07:30:00.250Z'],
    ['2026-01-01 09:30:00-0800', '2026-01-01T17:30:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseMoment(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each([
    '',
    'yesterday',
    '2026-01-01T09:30:00',
    '2026-13-01',
    '2026-02-29',
    '2026-1-1',
    '01/02/2026',
    '1767225600',
  ])('refuses "%s"', (text) => {
    expect(parseMoment(text)).toBeNull();
  });
});

describe('findNearest', () => {
  const known = ['base_url', 'api_token', 'lookback', 'poll_interval'];

  it.each([
    ['base_ur', 'base_url'],
    ['baseUrl', 'base_url'],
    ['api-token', 'api_token'],
    ['lokback', 'lookback'],
    ['poll_intervall', 'poll_interval'],
  ])('takes %s for %s', (word, meant) => {
    expect(findNearest(word, known)).toBe(meant);
  });

  it('takes a stranger for nothing', () => {
    expect(findNearest('color', known)).toBeUndefined();
    expect(findNearest('x', [])).toBeUndefined();
  });
});
