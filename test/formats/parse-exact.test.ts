import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExact } from '../../src/formats/parse-exact.js';

test.each([
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', '9007199254740992'],
  ['-9007199254740993', '-9007199254740993'],
  ['[1e400,-2.5E+999]', ['1e400', '-2.5E+999']],
  ['{"1234567890123456789":0.12345678901234566}', { '1234567890123456789': 0.12345678901234566 }],
  ['["12345678901234567 \\\\",12345678901234567]', ['12345678901234567 \\', '12345678901234567']],
  ['["\\"12345678901234567",1E3]', ['"12345678901234567', 1000]],
])('%s', (json, value) => {
  expect(parseExact(json)).toEqual(value);
});

test('is JSON.parse for whatever a number can hold', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1234567890123456789', '"\\', '1e9'));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.maxSafeInteger(),
      fc.constantFrom(null, true, 0.5),
      fc.array(tie('any')),
      fc.dictionary(text, tie('any')),
    ),
  })).any;
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (any, indent) => {
      const json = JSON.stringify(any, null, indent);
      expect(parseExact(json)).toEqual(JSON.parse(json));
    }),
  );
});

test('throws where it is no JSON, as JSON.parse does', () => {
  for (const json of ['', '{"a":1234567890123456789', '"1234567890123456789', '"\\"1234567890123456']) {
    expect(() => parseExact(json)).toThrow(SyntaxError);
  }
});
