import { expect, test } from 'vitest';
import { waitForSlot } from '../../src/simulator/rate-limit.js';
import { ask } from './ask.js';
import { NOON, setUp } from './setup.js';

const sliding = { requestsPerMinute: 3, rateWindow: 'sliding' } as const;
const fixed = { requestsPerMinute: 3, rateWindow: 'fixed' } as const;

test('a sliding minute is the 60 s before each request', () => {
  expect(waitForSlot([], 0, sliding)).toBe(0);
  expect(waitForSlot([1000, 2000], 2500, sliding)).toBe(0);
  expect(waitForSlot([1000, 2000, 3000], 4000, sliding)).toBe(57_000);
  expect(waitForSlot([1000, 2000, 3000], 60_999, sliding)).toBe(1);
  expect(waitForSlot([1000, 2000, 3000], 61_000, sliding)).toBe(0);
});

test('a fixed minute begins with each minute', () => {
  const granted = [59_000, 59_500, 59_900];
  expect(waitForSlot(granted, 59_990, fixed)).toBe(10);
  expect(waitForSlot(granted, 60_000, fixed)).toBe(0);
});

test('no limit', () => {
  expect(waitForSlot([1, 2, 3, 4], 5, { ...sliding, requestsPerMinute: 0 })).toBe(0);
});

test('grants each token its requests, and refuses the rest until the minute is over', async () => {
  const { simulator, url, clock } = await setUp({ requestsPerMinute: 2 });
  const statuses = async (token: string) => (await ask(url, '', { token })).status;
  expect([await statuses('a'), await statuses('a'), await statuses('a'), await statuses('b')]).toEqual([
    200, 200, 429, 200,
  ]);
  await clock.advance(59_999);
  expect(await statuses('a')).toBe(429);
  await clock.advance(1);
  expect([await statuses('a'), await statuses('a'), await statuses('a')]).toEqual([200, 200, 429]);
  expect(simulator.busiestMinute).toBe(4);
  expect(simulator.requestCount).toBe(8);
});

test.each([
  ['seconds', '60'],
  ['date', new Date(NOON + 60_000).toUTCString()],
  ['past', new Date(NOON - 3_600_000).toUTCString()],
  ['garbage', 'soon'],
  ['missing', undefined],
] as const)('Retry-After: %s', async (retryAfter, expected) => {
  const { url } = await setUp({ requestsPerMinute: 1, retryAfter });
  await ask(url);
  const { status, headers, body } = await ask(url);
  expect([status, body]).toEqual([429, '{"message":"Too many requests"}']);
  expect(headers['retry-after']).toBe(expected);
});
