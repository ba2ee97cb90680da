import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { drainFeed } from '../../src/deliver/feed.js';
import { createRedaction } from '../../src/deliver/redact.js';
import { createEnvelope } from '../../src/formats/envelope.js';
import type { StoredEvent } from '../../src/journal/journal-data.js';
import { type CollectorError, isCollectorError } from '../../src/platform/errors.js';
import { makeRecord, parseEvent, type RecordFields } from '../support/event-fixtures.js';
import { storedEvent } from '../support/memory-journal.js';
import { setUp } from './feed-setup.js';

const KEY = 'a key of more than sixteen bytes';
const key = createSecretKey(Buffer.from(KEY));
const paths = (texts: readonly string[] = []) => texts.map((text) => text.split('.'));
const redaction = (drop: readonly string[], pseudonymise: readonly string[] = []) =>
  createRedaction({ drop: paths(drop), pseudonymise: paths(pseudonymise), key });
const pseudonym = (text: string) =>
  `pseudonym:${createHmac('sha256', KEY).update(text).digest('hex').slice(0, 32)}`;

function stored(record: string | RecordFields, position = 1): StoredEvent {
  const text = typeof record === 'string' ? record : JSON.stringify(makeRecord(record));
  return { ...storedEvent(position, ''), ...parseEvent(text) };
}
const textOf = (event: StoredEvent) => Buffer.from(event.raw).toString();

describe('an event', () => {
  const event = stored({});

  test('that holds none of the fields stays as it is', () => {
    expect(redaction(['details.secret'], ['resource.email'])(event)).toBe(event);
  });

  test('loses what is dropped, and shows a pseudonym for what is pseudonymised', () => {
    const shown = redaction(['details.request'], ['user.email', 'user.id'])(event);
    const { details, user, ...rest } = makeRecord() as { details: object; user: { name: string } };
    expect(JSON.parse(textOf(shown))).toEqual({
      ...rest,
      details: {},
      user: { name: user.name, email: pseudonym('mina.okafor@harbour.example'), id: pseudonym('81234') },
    });
  });

  test('is read anew, so that nothing beside the record tells what was taken out', () => {
    const shown = redaction(['resource.type', 'timestamp'], ['user', 'event_type', 'id'])(event);
    expect(shown).toMatchObject({
      key: pseudonym('700001'),
      time: null,
      type: pseudonym('recipe_started'),
      user: pseudonym('mina.okafor@harbour.example'),
      resourceType: null,
      position: 1,
      workspace: event.workspace,
    });
    expect(redaction(['user.email'])(event).user).toBe('Mina Okafor');
    expect(redaction(['user'])(event).user).toBeNull();
  });

  test('without an id gets a key from which nothing can be guessed, and keeps it apart from others', () => {
    const hide = redaction(['user.email']);
    const [one, other] = [1, 2].map((position) => hide(stored({ id: null }, position)));
    expect(one?.key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(one?.key).not.toBe(stored({ id: null }).key);
    expect(one?.key).not.toBe(other?.key);
    expect(hide(stored({ id: null }, 1)).key).toBe(one?.key);
    expect(hide(stored({ id: 7 })).key).toBe('7');
  });

  test('loses what stands in both lists, also where one lies within the other', () => {
    expect(textOf(redaction(['user.email'], ['user.email'])(event))).not.toMatch(/mina|pseudonym/);
    const shown = redaction(['user.email'], ['user'])(event);
    expect(JSON.parse(textOf(shown)).user).toEqual({
      id: pseudonym('81234'),
      name: pseudonym('Mina Okafor'),
    });
    expect(JSON.parse(textOf(redaction(['user'], ['user.email'])(event)))).not.toHaveProperty('user');
  });

  test('keeps every other byte', () => {
    const record = '{ "id" : 9007199254740993001,\n"x":1.10, "user":{"email":"\\u0061"} ,"x" : 1e400 }';
    expect(textOf(redaction([], ['user.email'])(stored(record)))).toBe(
      record.replace('"\\u0061"', `"${pseudonym('a')}"`),
    );
  });
});

test('one value has one pseudonym, wherever and however it is written, and another under another key', () => {
  const hide = redaction([], ['*']);
  const shown = JSON.parse(textOf(hide(stored('{"a":"12","b":12,"c":"\\u0031\\u0032","d":"1","e":null}'))));
  expect(shown).toEqual({
    a: pseudonym('12'),
    b: pseudonym('12'),
    c: pseudonym('12'),
    d: pseudonym('1'),
    e: null,
  });
  const otherKey = createSecretKey(Buffer.from('quite another key of some bytes.'));
  const other = createRedaction({ drop: [], pseudonymise: [['*']], key: otherKey });
  expect(textOf(other(stored('{"a":"12"}')))).not.toContain(shown.a);
});

test('pseudonyms without a key are refused before anything is delivered', () => {
  const create = () => createRedaction({ drop: [], pseudonymise: [['user']], key: null });
  expect(create).toThrow(/without a key/);
  expect(() => createRedaction({ drop: [['user']], pseudonymise: [], key: null })).not.toThrow();
});

const BROKEN = [
  '{"user":"secret-person"',
  '{"user":"secret-person",}',
  '["secret-person"]',
  '"secret-person"',
  'secret-person',
  '',
  '\ufeff{"user":"secret-person"}',
  '{"user":"secret-person"}{"user":"secret-person"}',
  `{"user":"secret-person","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
];

test.each(BROKEN)('a record that cannot be redacted is not let through (%#)', (body) => {
  const hide = redaction(['user']);
  const error = catchError(() => hide(storedEvent(1, body)));
  expect(isCollectorError(error, 'DESTINATION_REFUSED')).toBe(true);
  expect(`${error.message} ${error.hint} ${error.stack} ${String(error.cause)}`).not.toContain(
    'secret-person',
  );
});

function catchError(run: () => unknown): CollectorError {
  try {
    run();
  } catch (error: unknown) {
    return error as CollectorError;
  }
  throw new Error('it was let through');
}

test('a feed shows its destination only what is redacted, and makes a dead letter of what cannot be', async () => {
  const asked: string[] = [];
  const { context, journal, destination } = setUp({
    format: createEnvelope({ includeRaw: false, collectorVersion: '1.2.3' }),
    filter: (event) => asked.push(textOf(event)) > 0,
    redact: redaction(['user.email'], ['user.name']),
  });
  const good = '{"id":1,"user":{"name":"Ada","email":"ada@secret.example"}}';
  journal.add(good, '{"id":2,"user":{"email":"bob@secret.example"}', '{"id":3}');
  await drainFeed(context, new AbortController().signal);
  const seen = destination.batches.flatMap(({ deliveries }) =>
    deliveries.map(({ event, line }) => JSON.stringify(event) + textOf(event) + Buffer.from(line).toString()),
  );
  expect(seen).toHaveLength(2);
  expect(seen.join()).not.toMatch(/secret\.example|Ada/);
  expect(seen[0]).toContain(pseudonym('Ada'));
  expect(asked[0]).toBe(good);
  expect(journal.letters()).toMatchObject([{ position: 2 }]);
  expect(journal.letters()[0]?.reason).toMatch(/cannot be redacted/);
  expect(JSON.stringify(journal.letters())).not.toContain('secret.example');
  expect(journal.feed('archive')).toMatchObject({ position: 3, counts: { delivered: 2, deadLettered: 1 } });
});
