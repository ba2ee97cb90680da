import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeValue, NO_VALUE, partition } from '../../../src/destinations/encoding/partition.js';
import type { StoredEvent } from '../../../src/journal/journal-data.js';
import { storedEvent } from '../../support/memory-journal.js';

function pathOf(template: string, fields: Partial<StoredEvent> = {}): string {
  const event = { ...storedEvent(1, '{}'), time: Date.UTC(2026, 2, 4, 23, 59, 59, 999), ...fields };
  return partition.parse(template)(event);
}

test.each([
  ['', ''],
  ['dt={date}', 'dt=2026-03-04/'],
  ['dt={date}/workspace={workspace}/', 'dt=2026-03-04/workspace=acme-prod/'],
  ['{year}/{month}/{day}/{hour}', '2026/03/04/23/'],
  ['v1.0/{event_type}-{date}', 'v1.0/user_login-2026-03-04/'],
])('%s becomes %s', (template, path) => {
  expect(pathOf(template)).toBe(path);
});

test('an event whose time is unreadable, or that has no type, is in the partition for nulls', () => {
  expect(pathOf('dt={date}/hour={hour}', { time: null })).toBe(`dt=${NO_VALUE}/hour=${NO_VALUE}/`);
  expect(pathOf('type={event_type}', { type: null })).toBe(`type=${NO_VALUE}/`);
});

test.each([
  '/dt={date}',
  'dt={date}//x',
  '../{date}',
  'a/../{date}',
  'a/.',
  'dt={Date}',
  'dt={date',
  'dt=date}',
  '{}',
  '{date}/{date}',
  'päth={date}',
  'a b={date}',
  'a\\b',
  'a\n',
  `${'x'.repeat(200)}{workspace}`,
  'x/'.repeat(201),
])('%j is refused with what is expected', (template) => {
  const { error } = partition.safeParse(template);
  expect(error?.issues[0]?.message).toContain('such as dt={date}/workspace={workspace}');
});

describe('a value', () => {
  test.each([
    ['acme.prod_1-x', 'acme.prod_1-x'],
    ['..', '%2E.'],
    ['.', '%2E'],
    ['a/b', 'a%2Fb'],
    ['../../etc/passwd', '%2E.%2F..%2Fetc%2Fpasswd'],
    ['a=b', 'a%3Db'],
    ['50%', '50%25'],
    ['a\u0000\nb', 'a%00%0Ab'],
    ['Zoë', 'Zo%C3%AB'],
    ['\ud800', '%EF%BF%BD'],
    ['', NO_VALUE],
  ])('%j is written as %s', (value, escaped) => {
    expect(escapeValue(value)).toBe(escaped);
  });

  test('that is long is cut, and stays apart from others that begin alike', () => {
    const [one, other] = ['1', '2'].map((end) => escapeValue(`${'ä'.repeat(500)}${end}`));
    expect(one).not.toBe(other);
    expect(one).toMatch(/^(%C3%A4|%C3)+-[0-9a-f]{16}$/);
  });

  test('never leaves its folder, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
        const path = pathOf('{workspace}/type={event_type}', { workspace: value, type: value });
        const segments = path.split('/');
        expect(path).toMatch(/^[A-Za-z0-9_.=%-]+\/type=[A-Za-z0-9_.%-]+\/$/);
        expect(path).not.toMatch(/%(?![0-9A-F]{2})/);
        for (const segment of segments.slice(0, 2)) {
          expect(segment).not.toMatch(/^\./);
          expect(segment.length).toBeLessThanOrEqual(255);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is what it was once it is read back, where it is not cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), (value) => {
        const escaped = escapeValue(value);
        fc.pre(!/-[0-9a-f]{16}$/.test(escaped));
        expect(decodeURIComponent(escaped)).toBe(value);
      }),
    );
  });
});
