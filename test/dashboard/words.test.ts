// The parts of the page that are only about words and numbers.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSearch, toggleFacet, toQuery, writeSearch } from '../../src/dashboard/event-search.js';
import { writeHeadline } from '../../src/dashboard/headline.js';
import { indentJson, listFields } from '../../src/dashboard/json-text.js';
import { addSample, measureRate, type Samples } from '../../src/dashboard/rates.js';
import { reveal } from '../../src/dashboard/reveal.js';
import { formatOffset, formatTime, fromField, toField } from '../../src/dashboard/time.js';
import {
  makeFeed,
  makeHealthyStatus,
  makeTroubledStatus,
  makeWideStatus,
  makeWorkspace,
} from './fixture/make-status.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('the headline', () => {
  const healthy = makeHealthyStatus(NOW, 1000);

  test('says that all are collecting, and how old the newest event is', () => {
    expect(writeHeadline(healthy)).toMatchObject({
      tone: 'good',
      text: 'All 3 workspaces are collecting; newest event 5 s ago.',
    });
  });

  test.each([
    [makeTroubledStatus(NOW, 1000), '1 of 3 workspaces is failing: acme-test, token refused.'],
    [makeWideStatus(NOW, 1000, 500), '7 of 500 workspaces are failing: tenant-070, tenant-140 and 5 more.'],
    [{ ...healthy, workspaces: [] }, 'No workspace has been contacted yet.'],
    [{ ...healthy, collector: null }, 'No collector is running: nothing is read until one is started again.'],
    [
      {
        ...healthy,
        destinations: [makeFeed(1000, NOW, { name: 'siem', state: 'unreachable', waiting: 1204 })],
      },
      'Destination siem is unreachable; 1,204 events wait for it. Collecting goes on.',
    ],
    [
      { ...healthy, alerts: makeTroubledStatus(NOW, 1000).alerts },
      'All 3 workspaces are collecting; newest event 5 s ago, alerts firing.',
    ],
    [
      { ...healthy, workspaces: [makeWorkspace(NOW, { state: 'paused' })] },
      'The workspace is paused; newest event 5 s ago.',
    ],
    [
      { ...healthy, workspaces: [makeWorkspace(NOW), makeWorkspace(NOW, { state: 'paused' })] },
      '1 of 2 workspaces is collecting; newest event 5 s ago, 1 paused.',
    ],
    [
      { ...healthy, workspaces: [makeWorkspace(NOW, { backfill: { done: 0.5, eta_seconds: null } })] },
      'The workspace is collecting; newest event 5 s ago, 1 still reading history.',
    ],
  ])('%#: the worst comes first', (status, text) => {
    expect(writeHeadline(status).text).toBe(text);
  });
});

describe('JSON as text', () => {
  test('ids beyond 2^53, the order of keys and repeated keys stay', () => {
    const raw = '{"b":{"id":9007199254740993},"a":[1.50,{},[]],"b":"x\\u202e{"}';
    expect(indentJson(raw)).toBe(
      '{\n  "b": {\n    "id": 9007199254740993\n  },\n  "a": [\n    1.50,\n    {},\n    []\n  ],\n  "b": "x\\u202e{"\n}',
    );
    expect(listFields(raw)).toEqual([
      ['b.id', '9007199254740993'],
      ['a[0]', '1.50'],
      ['b', 'x\u202e{'],
    ]);
  });

  test('indented it is the same JSON, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(indentJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('every plain value is listed once, with its own path', () => {
    const leaves = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = JSON.parse(JSON.stringify(value));
        const shown = listFields(JSON.stringify(value)).map(([, text]) => text);
        expect(shown).toEqual(
          leaves(parsed).map((leaf) => (typeof leaf === 'string' ? leaf : JSON.stringify(leaf))),
        );
      }),
    );
  });

  test('what is no JSON is shown as it is', () => {
    expect(indentJson('{"broken')).toBe('{"broken');
    expect(listFields('{"broken')).toEqual([]);
  });
});

describe('hidden characters', () => {
  test('are shown by number, and nothing else is touched', () => {
    expect(reveal('a\u202eb\u0007\u200bc\ud800')).toEqual([
      { text: 'a', isHidden: false },
      { text: 'U+202E', isHidden: true },
      { text: 'b', isHidden: false },
      { text: 'U+0007', isHidden: true },
      { text: 'U+200B', isHidden: true },
      { text: 'c', isHidden: false },
      { text: 'U+D800', isHidden: true },
    ]);
    for (const name of ['Bjørn', 'الزهراء', '김', '🚀', '👩🏽‍💻', '🏳️‍🌈'])
      expect(reveal(name)).toEqual([{ text: name, isHidden: false }]);
    expect(reveal('a\n\tb', true)).toEqual([{ text: 'a\n\tb', isHidden: false }]);
  });
});

describe('a search', () => {
  test('comes back from its address as it was', () => {
    const address = '/events?type=user_login&type=a%26b&ip=%3A%3A1&q=two+words&last=7d&live=1&open=12';
    const search = parseSearch(new URL(address, 'http://x').searchParams);
    expect(search).toMatchObject({ span: '7d', q: 'two words', isLive: true, open: 12 });
    expect(parseSearch(new URL(writeSearch(search), 'http://x').searchParams)).toEqual(search);
  });

  test('asks for its span and filters', () => {
    const search = toggleFacet(parseSearch(new URLSearchParams('last=1h')), 'user', 'Ana');
    expect(toQuery(search, NOW)).toBe('user=Ana&since=2026-11-25T11%3A00%3A00.000Z');
    const all = parseSearch(new URLSearchParams('last=all'));
    expect(toQuery(all, NOW)).toBe('');
  });

  test('nonsense in the address is left aside', () => {
    const search = parseSearch(new URLSearchParams('last=ever&since=soon&open=-3'));
    expect(search).toMatchObject({ span: '24h', since: null, open: null });
  });
});

test('times name their zone, and come back from a field as they were', () => {
  const time = '2026-07-01T22:30:00.000Z';
  expect(formatTime(time, 'utc')).toBe('2026-07-01 22:30:00');
  expect(formatTime('yesterday', 'utc')).toBe('yesterday');
  expect(formatOffset(NOW, 'utc')).toBe('UTC');
  for (const zone of ['utc', 'local'] as const) expect(fromField(toField(time, zone), zone)).toBe(time);
  expect(fromField('', 'utc')).toBeNull();
});

test('a rate is told once it was watched for long enough', () => {
  const at = (seconds: number, delivered: number) => {
    const feed = makeFeed(1000, NOW);
    return {
      ...makeHealthyStatus(NOW + seconds * 1000, 1000),
      destinations: [{ ...feed, events: { ...feed.events, delivered } }],
    };
  };
  let samples: Samples = [];
  samples = addSample(samples, at(0, 100));
  samples = addSample(samples, at(1, 150));
  expect(measureRate(samples, 'archive')).toBeNull();
  samples = addSample(samples, at(10, 600));
  expect(measureRate(samples, 'archive')).toBe(50);
  expect(addSample(samples, at(90, 600))).toHaveLength(1);
});
