import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MalformedPage } from '../../src/events/malformed-page.js';
import { cutPage } from '../../src/events/page-reader.js';

const cut = (text: string) => cutPage(Buffer.from(text));
const rawOf = (text: string) => cut(text).map((event) => Buffer.from(event.raw).toString());

describe('a record', () => {
  test('gives away what the product needs', () => {
    const record = {
      id: 656541,
      timestamp: '2025-12-18 10:13:40 UTC',
      event_type: 'connector_released',
      workspace: { id: 2100003309, environment: 'dev' },
      user: { id: 5, name: 'Ann', email: 'ann@example.com' },
      resource: { id: 108, type: 'CustomAdapter' },
    };
    expect(cut(JSON.stringify({ data: [record], total: 1 }))).toMatchObject([
      {
        key: '656541',
        id: '656541',
        time: Date.UTC(2025, 11, 18, 10, 13, 40),
        type: 'connector_released',
        user: 'ann@example.com',
        resourceType: 'CustomAdapter',
        workspaceId: '2100003309',
      },
    ]);
  });

  test('keeps its own bytes: key order, blanks, escapes, duplicate and unknown keys', () => {
    const odd =
      '{ "z" : 1.0,\r\n\t"id":7 , "a":"\\u00e9\\ud800 \\"]}[{", "a":{"id":8}, "__proto__":{"x":[]}, "n":1e400 }';
    expect(rawOf(`{"total":2, "data" : [ ${odd} ,{"id":9}]}`)).toEqual([odd, '{"id":9}']);
  });

  test('has an exact id beyond 2^53, as a number or as text', () => {
    const [number, string] = cut(
      '{"data":[{"x":{"id":1},"id":9007199254740993},{"id":"90071992547409931234"}]}',
    );
    expect(number?.id).toBe('9007199254740993');
    expect(string?.id).toBe('90071992547409931234');
  });

  test.each(['{"id":null}', '{}', '{"id":""}', '{"id":true}', '{"id":{"a":1}}'])(
    'without an id (%s) is known by its bytes',
    (record) => {
      const [event] = cut(`{"data":[${record}]}`);
      expect(event?.id).toBeNull();
      expect(event?.key).toMatch(/^sha256:[0-9a-f]{64}$/);
    },
  );

  test.each(['null', '12', '"soon"', '[]', '{}'])(
    'whose timestamp is %s has no time and is kept',
    (timestamp) => {
      expect(cut(`{"data":[{"id":1,"timestamp":${timestamp}}]}`)).toMatchObject([{ id: '1', time: null }]);
    },
  );

  test('may lack everything, or have everything of another type', () => {
    const event = { id: '1', time: null, type: null, user: null, resourceType: null, workspaceId: null };
    expect(cut('{"data":[{"id":1,"user":null,"resource":[],"workspace":"x","event_type":5}]}')).toMatchObject(
      [event],
    );
  });

  test('cannot reach the prototype of anything', () => {
    cut('{"data":[{"id":1,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('is cut as JSON.parse sees it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), fc.nat(3), (records, indent) => {
        const text = JSON.stringify({ before: '"data":[1]', data: records, after: [{}] }, null, indent);
        expect(rawOf(text).map((raw) => JSON.parse(raw))).toEqual(JSON.parse(JSON.stringify(records)));
      }),
    );
  });
});

describe('a page', () => {
  test.each([
    '{"data":[]}',
    '{"data":null}',
    '{"data":null,"total":null}',
    '\ufeff{"data":[]}',
    ' \r\n{"data":[]}\n',
  ])('%s is empty', (text) => {
    expect(cut(text)).toEqual([]);
  });

  test('takes the last of two "data", like JSON.parse', () => {
    expect(rawOf('{"data":[{"id":1}],"d\\u0061ta":[{"id":2}]}')).toEqual(['{"id":2}']);
  });

  test.each([
    ['', 'an empty body'],
    ['  \n', 'an empty body'],
    ['<!DOCTYPE html><title>Sign in</title>', 'a web page'],
    ['{"data":[{"id":1}', 'breaks off'],
    ['{"data":[{"id":1}]}x', 'not JSON'],
    ['[]', 'an array'],
    ['null', 'null'],
    ['"data"', 'a string'],
    ['{}', 'without "data"'],
    ['{"message":"Unauthorized"}', 'without "data"'],
    ['{"__proto__":{"data":[]}}', 'without "data"'],
    ['{"data":{}}', '"data" that is an object'],
    ['{"data":"x"}', '"data" that is a string'],
    ['{"data":[1]}', 'element 0 is a number'],
    ['{"data":[{"id":1},null]}', 'element 1 is null'],
    ['{"data":null,"errors":[{"code":1}]}', 'no records but "errors"'],
    ['{"data":[],"message":"Try later"}', 'no records but "message"'],
  ])('is not %j: %s', (text, what) => {
    expect(() => cut(text)).toThrow(MalformedPage);
    expect(() => cut(text)).toThrow(what);
  });

  test('nested without end is refused, not a crash', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => cut(`{"data":[{"id":1,"x":${deep}}]}`)).toThrow('deep');
    expect(() => cut(`{"x":${deep},"data":[{"id":1}]}`)).toThrow('deep');
  });
});
