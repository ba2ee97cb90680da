import { expect, test } from 'vitest';
import { identifyEvent, identifyWorkspace } from '../../../src/destinations/shared/event-identity.js';
import { storedEvent } from '../../support/memory-journal.js';

const HASH = /^[0-9a-f]{64}$/;

test('an event is known by host, workspace and id, whatever the journal calls them', () => {
  const event = storedEvent(5, '{"id":656541,"workspace":{"name":"Acme","id":2100003309}}');
  const elsewhere = { ...event, position: 99, workspaceKey: 7, workspace: 'renamed' };
  for (const seen of [event, elsewhere]) {
    expect(identifyEvent(seen)).toBe('www.workato.com/2100003309/5');
    expect(identifyWorkspace(seen)).toBe('www.workato.com/2100003309');
  }
});

test.each([
  ['beyond 2^53', '{"workspace":{"id":9007199254740993}}', 'www.workato.com/9007199254740993'],
  ['text', '{"workspace":{"id":"EA2300"}}', 'www.workato.com/EA2300'],
  ['null', '{"workspace":{"id":null}}', 'www.workato.com/name:acme-prod'],
  ['empty', '{"workspace":{"id":""}}', 'www.workato.com/name:acme-prod'],
  ['not there', '{"workspace":{}}', 'www.workato.com/name:acme-prod'],
  ['of no object', '{"workspace":"id"}', 'www.workato.com/name:acme-prod'],
])('a workspace id that is %s', (_name, body, workspace) => {
  expect(identifyWorkspace(storedEvent(1, body))).toBe(workspace);
});

test('odd and long parts are hashed, and two of them stay two', () => {
  const keys = ['a/b', '\ud800', '\ud801', 'x'.repeat(401), '', 'ü'];
  const events = keys.map((key) => identifyEvent({ ...storedEvent(1, '{"workspace":{"id":1}}'), key }));
  for (const event of events) expect(event).toMatch(HASH);
  expect(new Set(events).size).toBe(keys.length);
});

test('a base URL with a path never makes two workspaces one', () => {
  const at = (baseUrl: string, id: string) =>
    identifyWorkspace({ ...storedEvent(1, `{"workspace":{"id":"${id}"}}`), baseUrl });
  expect(at('https://proxy/a', 'b')).not.toBe(at('https://proxy', 'a/b'));
});
