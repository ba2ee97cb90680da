import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../src/events/instant.js';

const AT = Date.UTC(2025, 11, 18, 10, 13, 40);

test.each([
  ['2025-12-18 10:13:40 UTC', AT],
  ['2025-12-18T10:13:40Z', AT],
  ['2025-12-18T10:13:40.250Z', AT + 250],
  ['2025-12-18T10:13:40.123456789Z', AT + 123],
  ['2025-12-18T10:13:40+00:00', AT],
  ['2025-12-18T15:43:40+0530', AT],
  ['2025-12-18T15:43:40+05:30', AT],
  ['2025-12-18 02:13:40 PST', AT],
  ['2025-12-18 03:13:40 PDT', AT],
  ['2025-12-18 02:13:40 -0800', AT],
  ['2025-12-18 10:13:40', AT],
  [' 2025-12-18 10:13:40 utc ', AT],
  ['2016-12-31 23:59:60 UTC', Date.UTC(2016, 11, 31, 23, 59, 59)],
  ['2024-02-29 00:00:00 UTC', Date.UTC(2024, 1, 29)],
])('%s is read', (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test.each([
  '',
  'soon',
  '1766052820',
  '2025-12-18',
  '18/12/2025 10:13:40',
  '2025-13-01 00:00:00 UTC',
  '2025-02-29 00:00:00 UTC',
  '2025-12-18 24:00:00 UTC',
  '2025-12-18 10:61:00 UTC',
  '2025-12-18 10:13:40 CET',
  '2025-12-18T10:13:40+99:00',
  '12025-12-18T10:13:40Z',
])('"%s" is no time', (text) => {
  expect(parseInstant(text)).toBeNull();
});

test('a time is sent with milliseconds and Z', () => {
  expect(formatInstant(AT)).toBe('2025-12-18T10:13:40.000Z');
});
