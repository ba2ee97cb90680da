// Whatever a journal holds leaves it as one line that both schemas take, and nothing of it is lost on the way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFormatter } from '../../src/formats/formats.js';
import type { StoredEvent } from '../../src/journal/journal-data.js';
import { checkEcs } from '../support/check-ecs.js';
import { checkOcsf } from '../support/check-ocsf.js';
import { storedEvent } from '../support/memory-journal.js';
import { hostileRecords } from './hostile-records.js';

function lineOf(name: string, event: StoredEvent, includeRaw = false): string {
  const line = createFormatter(name, { includeRaw, collectorVersion: '1.2.3' })?.(event);
  return Buffer.from(line ?? []).toString('utf8');
}

const checks = { ocsf: checkOcsf, ecs: checkEcs };

describe.each(['ocsf', 'ecs'] as const)('%s', (name) => {
  const parse = (event: StoredEvent, includeRaw?: boolean) => JSON.parse(lineOf(name, event, includeRaw));

  test('is valid for any record, at any time', () => {
    fc.assert(
      fc.property(hostileRecords, fc.option(fc.integer()), fc.boolean(), (record, time, includeRaw) => {
        const event = { ...storedEvent(5, JSON.stringify(record)), time };
        const line = lineOf(name, event, includeRaw);
        expect(line).not.toMatch(/[\r\n]/);
        expect(line).not.toMatch(/(?<!\\)(?:\\\\)*\\ud[89a-f]/);
        expect(checks[name](JSON.parse(line))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('loses no text of a record', () => {
    fc.assert(
      fc.property(hostileRecords, (record) => {
        const line = lineOf(name, { ...storedEvent(5, JSON.stringify(record)), time: null });
        for (const text of textsIn(record)) expect(line).toContain(JSON.stringify(text).slice(1, -1));
      }),
      { numRuns: 500 },
    );
  });

  test('is valid for what is no JSON object', () => {
    for (const body of ['', '[1,2]', '"text"', '12', 'null', '{"id":', '\u0000', '{"a":1}{"b":2}']) {
      const document = parse({ ...storedEvent(5, body), time: null });
      expect(checks[name](document)).toEqual([]);
      expect(JSON.stringify(document)).toContain(JSON.stringify({ record: body }));
    }
    expect(checks[name](parse({ ...storedEvent(5, ''), raw: Uint8Array.of(0xff, 0xfe, 0x7b) }))).toEqual([]);
  });

  test('keeps every digit of long ids and of the rest', () => {
    const body =
      '{"id":9007199254740993001,"event_type":"recipe_created","user":{"id":-9007199254740993},' +
      '"resource":{"id":12345678901234567890123,"type":"Flow","other":[9007199254740995,1e400,"1e400 \\\\"]}}';
    const line = lineOf(name, { ...storedEvent(5, body), key: '9007199254740993001' });
    for (const id of [
      '9007199254740993001',
      '-9007199254740993',
      '12345678901234567890123',
      '9007199254740995',
    ]) {
      expect(line).toContain(`"${id}"`);
    }
    expect(line).toContain('"1e400","1e400 \\\\"');
  });

  test('keeps keys that mean something to JavaScript', () => {
    const body = '{"event_type":"x","__proto__":{"polluted":true},"constructor":1,"details":{"__proto__":2}}';
    const line = lineOf(name, storedEvent(5, body));
    expect(line).toContain('"__proto__":{"polluted":true},"constructor":1,"details":{"__proto__":2}');
    expect({}).not.toHaveProperty('polluted');
  });

  test('takes a record of megabytes', () => {
    const name_ = '\\"x'.repeat(1_000_000);
    const body = JSON.stringify({
      id: 2 ** 60,
      event_type: 'recipe_created',
      resource: { type: 'Flow', name: name_ },
    });
    expect(lineOf(name, storedEvent(5, body))).toContain(JSON.stringify(name_));
  });

  test('holds the record itself only where that was asked for', () => {
    const event = storedEvent(5, '{"id":1,\n"event_type":"user_login"}');
    expect(lineOf(name, event)).not.toContain('\\n');
    const [own, within] = name === 'ocsf' ? ['raw_data', undefined] : ['event', 'original'];
    const document = parse(event, true);
    expect(within ? document[own][within] : document[own]).toBe('{"id":1,\n"event_type":"user_login"}');
  });
});

/** Texts where a record keeps them, but for those that are no Unicode, and for blanks around an address. */
function textsIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return key === 'ip_address' || !isUnicode(value) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, name));
}

function isUnicode(text: string): boolean {
  return Buffer.from(text).toString('utf8') === text;
}
