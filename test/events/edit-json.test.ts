import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dropFields, replaceScalars } from '../../src/events/edit-json.js';
import { parseFieldPath } from '../../src/events/field-path.js';
import { anyObject, anyPaths, replaceAll, writeTree } from './json-tree.js';

const paths = (...texts: readonly string[]) => texts.map((text) => text.split('.'));
const drop = (json: string, ...texts: readonly string[]) =>
  Buffer.from(dropFields(Buffer.from(json), paths(...texts))).toString();
const mask = (json: string, ...texts: readonly string[]) =>
  Buffer.from(replaceScalars(Buffer.from(json), paths(...texts), (text) => `<${text}>`)).toString();

describe('dropping', () => {
  test.each([
    ['{"a":1,"b":2,"c":3}', 'a', '{"b":2,"c":3}'],
    ['{"a":1,"b":2,"c":3}', 'b', '{"a":1,"c":3}'],
    ['{"a":1,"b":2,"c":3}', 'c', '{"a":1,"b":2}'],
    ['{"a":1}', 'a', '{}'],
    ['{ "a" : 1 , "b" : 2 }', 'a', '{ "b" : 2 }'],
    ['{ "a" : 1 , "b" : 2 }', 'b', '{ "a" : 1 }'],
    ['{\n  "a": {"b": [1, 2]},\n  "c": 3\n}', 'a', '{\n  "c": 3\n}'],
    ['{"a":{"b":"x","c":1}}', 'a.b', '{"a":{"c":1}}'],
    ['{"a":[{"b":1,"c":2},3,{"b":4}]}', 'a.*.b', '{"a":[{"c":2},3,{}]}'],
    ['{"a":[10,20,30]}', 'a.1', '{"a":[10,30]}'],
    ['{"a":[10,20,30]}', 'a.*', '{"a":[]}'],
    ['{"a":{"b":1},"c":[2],"d":3}', '*.*', '{"a":{},"c":[],"d":3}'],
    ['{"a":1,"b":2}', '*', '{}'],
    ['{"x":{"a":1},"a":2}', 'a', '{"x":{"a":1}}'],
  ])('from %s the field %s leaves %s', (json, path, left) => {
    expect(drop(json, path)).toBe(left);
  });

  test('takes several neighbours with their commas', () => {
    expect(drop('{"a":1,"b":2,"c":3,"d":4}', 'a', 'b')).toBe('{"c":3,"d":4}');
    expect(drop('{"a":1,"b":2,"c":3,"d":4}', 'c', 'd')).toBe('{"a":1,"b":2}');
    expect(drop('{"a":1,"b":2,"c":3,"d":4}', 'a', 'd', 'b')).toBe('{"c":3}');
    expect(drop('{"a":1,"b":{"x":1,"y":2},"c":3}', 'a', 'b.y', 'c')).toBe('{"b":{"x":1}}');
  });

  test('finds a field however often and however its name is written', () => {
    expect(drop('{"us\\u0065r":1,"user":2,"\\u0075\\u0073\\u0065\\u0072":{"user":3},"USER":4}', 'user')).toBe(
      '{"USER":4}',
    );
    expect(drop('{"__proto__":{"x":1,"y":2},"constructor":3}', '__proto__.x', 'constructor')).toBe(
      '{"__proto__":{"y":2}}',
    );
    expect(drop('{"":1,"a\\"}]":{"b":2},"é":3}', 'é', 'a"}].b')).toBe('{"":1,"a\\"}]":{}}');
  });
});

describe('replacing', () => {
  test.each([
    ['{"a":"x","b":1}', 'a', '{"a":"<x>","b":1}'],
    ['{"a":9007199254740993001,"b":1.10}', 'a', '{"a":"<9007199254740993001>","b":1.10}'],
    ['{"a":true,"b":null}', '*', '{"a":"<true>","b":null}'],
    ['{"a":"\\u0041\\n\\"}","b":1}', 'a', '{"a":"<A\\n\\"}>","b":1}'],
    [
      '{"a":{"b":"x","c":[1,{"d":"y"},null],"e":{}}}',
      'a',
      '{"a":{"b":"<x>","c":["<1>",{"d":"<y>"},null],"e":{}}}',
    ],
    ['{"a":"x" , "a":"y"}', 'a', '{"a":"<x>" , "a":"<y>"}'],
    ['{"a": "" }', 'a', '{"a": "<>" }'],
    ['{"a":{"k" : "v", "k2":"k"}}', 'a', '{"a":{"k" : "<v>", "k2":"<k>"}}'],
  ])('in %s the field %s gives %s', (json, path, expected) => {
    expect(mask(json, path)).toBe(expected);
  });

  test('replaces a value once although two paths lead to it', () => {
    expect(mask('{"a":{"b":"x"}}', 'a', 'a.b', '*.b')).toBe('{"a":{"b":"<x>"}}');
  });
});

test('a record that holds none of the fields is not even copied', () => {
  const json = Buffer.from('{"a":{"b":1},"list":[{"c":1}],"n":null,"s":"a.b"}');
  expect(dropFields(json, paths('b', 'a.c', 'list.c', 'n.x', 's.a'))).toBe(json);
  expect(replaceScalars(json, paths('n', 'a.c'), () => 'x')).toBe(json);
});

test('what is nested too deep is refused, whatever is asked, without running out of stack', () => {
  const deep = Buffer.from(`{"a":${'['.repeat(100_000)}1${']'.repeat(100_000)},"b":2}`);
  expect(() => dropFields(deep, paths('b'))).toThrow(/500 deep/);
  expect(() => replaceScalars(deep, paths('a.*.*'), () => 'x')).toThrow(/500 deep/);
});

test('a string of megabytes and a list of a hundred thousand are edited', () => {
  const long = 'x\\"'.repeat(2_000_000);
  expect(drop(`{"s":"${long}","t":1}`, 's')).toBe('{"t":1}');
  const list = JSON.stringify({ a: Array.from({ length: 100_000 }, (_, index) => ({ b: index })) });
  expect(JSON.parse(mask(list, 'a.*.b')).a.at(-1)).toEqual({ b: '<99999>' });
});

test('dropping leaves out what a tree says, and every other byte as it is written', () => {
  fc.assert(
    fc.property(anyObject, anyPaths, (tree, asked) => {
      const left = dropFields(Buffer.from(writeTree(tree, [], () => null)), asked);
      const text = Buffer.from(left).toString();
      expect(text).toBe(writeTree(tree, asked, () => null));
      expect(() => JSON.parse(text)).not.toThrow();
    }),
    { numRuns: 1_000 },
  );
});

test('replacing changes the scalars that a tree says, and no other byte', () => {
  fc.assert(
    fc.property(anyObject, anyPaths, (tree, asked) => {
      const replace = (text: string) => `<${text}>`;
      const left = replaceScalars(Buffer.from(writeTree(tree, [], () => null)), asked, replace);
      const text = Buffer.from(left).toString();
      expect(text).toBe(writeTree(tree, asked, (field) => replaceAll(field, replace)));
      expect(() => JSON.parse(text)).not.toThrow();
    }),
    { numRuns: 1_000 },
  );
});

describe('a path', () => {
  test.each(['user.email', '*', 'details.*.ip', 'a b.c', 'items.0.x', '__proto__'])('%s is one', (text) => {
    expect(parseFieldPath(text)).toEqual(text.split('.'));
  });

  test.each([
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    '$.user',
    'users[0]',
    'users[*].email',
    'user_*',
    '**.email',
    'a. b',
    ' a',
    'a\u0000b',
    Array.from({ length: 33 }, () => 'a').join('.'),
  ])('%j is none', (text) => {
    expect(parseFieldPath(text)).toBeNull();
  });
});
