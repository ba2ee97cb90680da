import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFormatter, formatNames } from '../../src/formats/formats.js';
import { raw } from '../../src/formats/raw.js';
import { storedEvent } from '../support/memory-journal.js';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');

describe('raw', () => {
  test('is the record’s own bytes, not even copied', () => {
    const event = storedEvent(1, '{"id":9007199254740993001, "b" :\t1.10,"a":"\\n é 😀 \\u0000","id":1}');
    expect(raw(event)).toBe(event.raw);
  });

  test('puts a record that came on several lines on one, changing only the line breaks', () => {
    const event = storedEvent(1, '{\r\n  "a": "x\\r\\ny",\n  "b": 1\r}');
    expect(text(raw(event))).toBe('{    "a": "x\\r\\ny",   "b": 1 }');
    expect(text(event.raw)).toContain('\n');
  });

  test('any JSON stays the same value, the same length, on one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const body = JSON.stringify({ value }, null, indent).replaceAll('\n', '\r\n');
        const line = text(raw(storedEvent(1, body)));
        expect(line).not.toMatch(/[\r\n]/);
        expect(line.length).toBe(body.length);
        expect(JSON.parse(line)).toEqual(JSON.parse(body));
      }),
    );
  });
});

describe('envelope', () => {
  test('says where the event came from and leaves its bytes alone', () => {
    const body = '{"id":9007199254740993001,\n"name":"Zoë"}';
    const envelope = createFormatter('envelope', { includeRaw: false, collectorVersion: '1.2.3' });
    expect(text(envelope?.({ ...storedEvent(7, body), workspace: 'a"b' }))).toBe(
      '{"journal_position":7,"workspace":"a\\"b","base_url":"https://www.workato.com",' +
        '"first_seen":"2026-01-01T00:00:07.500Z","collector":"workato-audit-logs","collector_version":"1.2.3",' +
        '"event":{"id":9007199254740993001, "name":"Zoë"}}',
    );
  });
});

test('every format gives one line of valid JSON', () => {
  for (const name of formatNames) {
    const format = createFormatter(name, { includeRaw: true, collectorVersion: '1.2.3' });
    const line = text(format?.(storedEvent(3, '{\n"id":3\n}')));
    expect(line).not.toMatch(/[\r\n]/);
    expect(() => JSON.parse(line)).not.toThrow();
  }
});

test('a name that is no format has no formatter', () => {
  const options = { includeRaw: false, collectorVersion: '1.2.3' };
  expect(['csv', 'constructor', ''].map((name) => createFormatter(name, options))).toEqual([
    null,
    null,
    null,
  ]);
});
