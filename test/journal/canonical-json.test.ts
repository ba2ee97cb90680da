import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameJson } from '../../src/journal/canonical-json.js';

const same = (one: string | Uint8Array, other: string | Uint8Array) =>
  isSameJson(Buffer.from(one), Buffer.from(other));

describe('isSameJson', () => {
  it.each([
    ['{"a":1,"b":2}', '{ "b" : 2 ,\r\n\t"a":1 }'],
    ['{"a":[{"x":1,"y":null}]}', '{"a":[{"y":null,"x":1}]}'],
    ['"\\u00e9\\/\\n"', '"é/\\u000a"'],
    ['{"\\"":"\\\\"}', '{"\\u0022":"\\u005c"}'],
    ['{"__proto__":1,"constructor":2}', '{"constructor":2,"__proto__":1}'],
  ])('%s is %s', (one, other) => {
    expect(same(one, other)).toBe(true);
  });

  it.each([
    ['1', '2'],
    ['1', '1.0'],
    ['12345678901234567890', '12345678901234567891'],
    ['[1,2]', '[2,1]'],
    ['[1,[2]]', '[[1],2]'],
    ['[]', '{}'],
    ['[[],[]]', '[[[]]]'],
    ['"a"', '"A"'],
    ['"1"', '1'],
    ['{"a":{"b":1}}', '{"a":{},"b":1}'],
    ['{"a":"b,c"}', '{"a":"b","c":""}'],
    ['{"a":null}', '{}'],
    ['"é"', '"e\u0301"'],
    ['["a b"]', '["a","b"]'],
  ])('%s is not %s', (one, other) => {
    expect(same(one, other)).toBe(false);
  });

  it('compares what is not JSON byte by byte', () => {
    expect(same('{"a":1', '{"a":1')).toBe(true);
    for (const broken of ['{"a":1', '{"a":1]', '', '}', '1 2', '{"a":1}}']) {
      expect(same(broken, ` ${broken}`)).toBe(false);
    }
    expect(same(Uint8Array.of(0x22, 0xff, 0x22), Uint8Array.of(0x22, 0xfe, 0x22))).toBe(false);
  });

  it('is not deterred by depth or length', () => {
    const deep = (core: string) => '{"a":['.repeat(100_000) + core + ']}'.repeat(100_000);
    expect(same(deep('1'), deep(' 1'))).toBe(true);
    expect(same(deep('1'), deep('2'))).toBe(false);
    const long = (core: string) => `["${'\\n'.repeat(500_000)}", ${core}]`;
    expect(same(long('1'), long(' 1'))).toBe(true);
    expect(same(long('1'), long('2'))).toBe(false);
  });

  it('agrees with what JSON.parse sees (property)', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      const members = Object.entries(value).map(([key, inner]) => [key, shuffled(inner)]);
      return Object.fromEntries(members.reverse());
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(same(JSON.stringify(one), JSON.stringify(shuffled(one), null, 2))).toBe(true);
        const isEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(same(JSON.stringify(one), JSON.stringify(other))).toBe(isEqual);
      }),
      { numRuns: 300 },
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { members: members.map(([key, inner]) => [key, sorted(inner)]) };
}
