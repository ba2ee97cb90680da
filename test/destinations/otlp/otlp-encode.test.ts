// Whatever JSON there is comes out of our own encoder as protobufjs reads it, and as JSON.parse does where that is exact.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeLogsRequest } from '../../../src/destinations/otlp/otlp-encode.js';
import { readProtobuf } from '../../../src/destinations/otlp/otlp-protobuf.js';
import { readAnyValue } from '../../../src/destinations/otlp/otlp-read-json.js';
import type { AnyValue } from '../../../src/destinations/otlp/otlp-value.js';
import { readRecords, type Value } from '../../support/otlp-receiver.js';

/** The body that arrives, over protocol buffers and over JSON. */
function overBoth(body: AnyValue): readonly (Value | undefined)[] {
  const record = {
    ...{ timeUnixNano: '1', observedTimeUnixNano: '2', severityNumber: 9, severityText: 'INFO' },
    ...{ body, attributes: [], eventName: '' },
  };
  const scopeLogs = [{ scope: { name: 'n', version: 'v' }, logRecords: [record] }] as const;
  const request = { resourceLogs: [{ resource: { attributes: [] }, scopeLogs }] };
  return [
    readRecords(encodeLogsRequest(request), false)[0]?.body,
    readRecords(Buffer.from(JSON.stringify(request)), true)[0]?.body,
  ];
}

/** As a reader of OTLP sees it. */
function seen(value: unknown): unknown {
  if (typeof value === 'number') {
    if (/[.e]/.test(JSON.stringify(value))) return value;
    return Math.abs(value) < 2 ** 63 ? `int:${value}` : String(value);
  }
  if (Array.isArray(value)) return value.map(seen);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, seen(member)]));
}

test('any JSON', () => {
  const json = fc.json({ maxDepth: 6, stringUnit: 'grapheme' });
  fc.assert(
    fc.property(json, fc.constantFrom(0, 2), (text, indent) => {
      const value = JSON.parse(text);
      const [binary, textual] = overBoth(readAnyValue(JSON.stringify(value, null, indent)));
      expect(binary).toEqual(seen(value));
      expect(textual).toEqual(seen(value));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['0', 'int:0'],
  ['-0', 'int:0'],
  ['127', 'int:127'],
  ['128', 'int:128'],
  ['-1', 'int:-1'],
  ['9007199254740993', 'int:9007199254740993'],
  ['9223372036854775807', 'int:9223372036854775807'],
  ['-9223372036854775808', 'int:-9223372036854775808'],
  ['9223372036854775808', '9223372036854775808'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['1.5', 1.5],
  ['1.0', 1],
  ['-2E-3', -0.002],
  ['1e400', '1e400'],
  ['"\\u0000\\"\\\\"', '\0"\\'],
  ['"\\\\"', '\\'],
  ['{"a":1,"b":2,"a":3}', { a: 'int:3', b: 'int:2' }],
  [
    '{"__proto__":{"a":1},"2":0,"1":0}',
    Object.fromEntries([
      ['__proto__', { a: 'int:1' }],
      ['2', 'int:0'],
      ['1', 'int:0'],
    ]),
  ],
  [' [ 1 , "]" , { "}" : null } ] ', ['int:1', ']', { '}': null }]],
])('%s', (json, expected) => {
  for (const body of overBoth(readAnyValue(json))) expect(body).toEqual(expected);
});

test.each([
  '',
  '{',
  '{"a"',
  '{"a":}',
  '[1,',
  '[1 2]',
  '"open',
  '"open\\"',
  '{"a":1} x',
  'nope',
  'tru',
  '{1:2}',
])('what is no JSON stays what it is: %s', (text) => {
  expect(readAnyValue(text)).toEqual({ stringValue: text });
});

test('what lies too deep for readers of protocol buffers stays JSON text', () => {
  const deep = `${'['.repeat(400)}"]",{"}":"\\""}${']'.repeat(400)}`;
  const [body] = overBoth(readAnyValue(deep));
  let inner: unknown = body;
  for (let depth = 0; depth < 30; depth += 1) inner = Array.isArray(inner) ? inner[0] : null;
  expect(inner).toBe(deep.slice(30, -30));
});

describe('reading protocol buffers', () => {
  test('finds the fields of every kind', () => {
    const bytes = Buffer.from([
      0x08, 0x96, 0x01, 0x12, 2, 0x68, 0x69, 0x1d, 1, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect([...readProtobuf(bytes)]).toEqual([
      [1, 150n],
      [2, Buffer.from('hi')],
      [3, 1n],
      [4, 2n],
    ]);
  });

  test('never hangs and never reads beyond the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          readProtobuf(Buffer.from(bytes));
        } catch (error: unknown) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

test('a message longer than the first buffer is whole', () => {
  const long = (character: string) => character.repeat(70_000);
  const members = { a: long('a'), b: [long('ä'), 1, 0.5, 2 ** 40], c: { d: long('\\') } };
  const [body] = overBoth(readAnyValue(JSON.stringify(members)));
  expect(body).toEqual(seen(members));
});
