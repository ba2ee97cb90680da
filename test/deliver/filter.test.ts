import { describe, expect, test } from 'vitest';
import { createFilter, type FilterSettings, NO_FILTER } from '../../src/deliver/filter.js';
import type { StoredEvent } from '../../src/journal/journal-data.js';
import { makeEvent, type RecordFields } from '../support/event-fixtures.js';
import { storedEvent } from '../support/memory-journal.js';

const stored = (fields: RecordFields = {}): StoredEvent => ({ ...storedEvent(1, ''), ...makeEvent(fields) });
const wants = (settings: Partial<FilterSettings>, event: StoredEvent) =>
  createFilter({ ...NO_FILTER, ...settings })(event);

const login = stored({ event_type: 'user_login' });
const recipe = stored({ event_type: 'recipe_started' });
const untyped = stored({ event_type: null as unknown as string });
const system = stored({ user: null });
const homeless = stored({ resource: null });

test('without settings wants everything', () => {
  for (const event of [login, recipe, untyped, system, homeless]) expect(wants({}, event)).toBe(true);
});

describe('event types', () => {
  test.each<[readonly string[], boolean, boolean]>([
    [['user_login'], true, false],
    [['user_*'], true, false],
    [['recipe_*', 'user_login'], true, true],
    [['*'], true, true],
    [['user'], false, false],
    [['User_login'], false, false],
    [['user_login*'], true, false],
  ])('%j mean a login: %s, a recipe: %s', (types, meansLogin, meansRecipe) => {
    expect(wants({ includeEventTypes: types }, login)).toBe(meansLogin);
    expect(wants({ includeEventTypes: types }, recipe)).toBe(meansRecipe);
    expect(wants({ excludeEventTypes: types }, login)).toBe(!meansLogin);
    expect(wants({ excludeEventTypes: types }, recipe)).toBe(!meansRecipe);
  });

  test('excluding goes before including', () => {
    const settings = { includeEventTypes: ['user_*'], excludeEventTypes: ['user_login'] };
    expect(wants(settings, login)).toBe(false);
    expect(wants(settings, stored({ event_type: 'user_logout' }))).toBe(true);
  });
});

test('resource types are compared with the record’s', () => {
  expect(wants({ includeResourceTypes: ['Recipe'] }, recipe)).toBe(true);
  expect(wants({ includeResourceTypes: ['Folder'] }, recipe)).toBe(false);
  expect(wants({ excludeResourceTypes: ['Rec*'] }, recipe)).toBe(false);
});

test.each(['mina.okafor@harbour.example', 'MINA.Okafor@harbour.example', 'mina okafor', '81234'])(
  'the user is known as %s',
  (name) => {
    expect(wants({ includeUsers: ['nobody', name] }, recipe)).toBe(true);
    expect(wants({ excludeUsers: ['nobody', name] }, recipe)).toBe(false);
  },
);

test('nobody else is', () => {
  expect(wants({ includeUsers: ['mina', 'ops@harbour.example', '4711'] }, recipe)).toBe(false);
  expect(wants({ excludeUsers: ['mina', 'ops@harbour.example', '4711'] }, recipe)).toBe(true);
});

test('what has no type, resource or user is neither included nor excluded by any name', () => {
  expect(wants({ includeEventTypes: ['*'] }, untyped)).toBe(false);
  expect(wants({ excludeEventTypes: ['*'] }, untyped)).toBe(true);
  expect(wants({ includeResourceTypes: ['*'] }, homeless)).toBe(false);
  expect(wants({ excludeResourceTypes: ['*'] }, homeless)).toBe(true);
  expect(wants({ includeUsers: ['mina okafor'] }, system)).toBe(false);
  expect(wants({ excludeUsers: ['mina okafor'] }, system)).toBe(true);
});

test('all that is asked has to be so', () => {
  const settings = { includeEventTypes: ['recipe_*'], includeUsers: ['81234'] };
  expect(wants(settings, recipe)).toBe(true);
  expect(wants(settings, login)).toBe(false);
  expect(wants(settings, stored({ user: { id: 5 } }))).toBe(false);
});
