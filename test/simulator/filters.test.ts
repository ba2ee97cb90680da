import { expect, test } from 'vitest';
import { people } from '../../src/simulator/people.js';
import { askAll, askPage } from './ask.js';
import { setUp } from './setup.js';

const typesIn = async (url: string, query: string) =>
  new Set((await askPage(url, query)).map((record) => record.event_type));

test('only or all but some event types, with brackets plain or encoded', async () => {
  const { simulator, url } = await setUp({ events: 2000 });
  const include = 'include_event_types[]=user_login&include_event_types%5B%5D=recipe_stopped';
  expect(await typesIn(url, include)).toEqual(new Set(['user_login', 'recipe_stopped']));
  const [every, some, others] = [
    simulator.truth().ids,
    await askAll(url, include),
    await askAll(url, include.replaceAll('include', 'exclude')),
  ];
  expect([...some, ...others].sort()).toEqual(every.toSorted());
  expect(await typesIn(url, `${include}&exclude_event_types[]=user_login`)).toEqual(
    new Set(['recipe_stopped']),
  );
});

test('the filter says Adapter where the record says CustomAdapter', async () => {
  const { url } = await setUp({ events: 2000 });
  const records = await askPage(
    url,
    'include_resource_types[]=Adapter&include_resource_types[]=LCAP%3A%3AModels%3A%3AApp',
  );
  expect(new Set(records.map(({ resource }) => Object(resource).type))).toEqual(
    new Set(['CustomAdapter', 'LCAP::Models::App']),
  );
  expect(await askPage(url, 'include_resource_types[]=CustomAdapter')).toEqual([]);
  const others = await askAll(url, 'exclude_resource_types[]=Adapter');
  const adapters = await askAll(url, 'include_resource_types[]=Adapter');
  expect(others.length + adapters.length).toBe(2000);
});

test('only some users; none of them is the system', async () => {
  const { url } = await setUp({ events: 2000 });
  const [one, other] = people;
  const records = await askPage(url, `users_ids[]=${one?.id}&users_ids[]=${other?.id}`);
  expect(new Set(records.map(({ user }) => Object(user).id))).toEqual(new Set([one?.id, other?.id]));
});

test('what matches nothing is empty, no error', async () => {
  const { url } = await setUp();
  expect(await askPage(url, 'include_event_types[]=nothing')).toEqual([]);
  expect(await askPage(url, 'users_ids[]=1')).toEqual([]);
});
