import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { Status } from '../../src/app/status-shape.js';
import { shareAnswers } from '../../src/server/share-answers.js';

function setUp() {
  const setting = { told: { now: '1' } as unknown as Status | null, asked: 0, status: 200 };
  const app = new Hono();
  app.use(
    '/api/events',
    shareAnswers(() => setting.told),
  );
  app.get('/api/events', async (answer) => {
    setting.asked += 1;
    const number = setting.asked;
    await new Promise((resolve) => setImmediate(resolve));
    if (setting.status === 500) throw new Error('no answer');
    return answer.json({ number }, setting.status as 200);
  });
  app.onError((error, answer) => answer.json({ error: error.message }, 500));
  const ask = async (query: string) => {
    const response = await app.request(`/api/events?${query}`);
    expect(response.headers.get('content-type')).toBe('application/json');
    return { status: response.status, ...((await response.json()) as object) };
  };
  return { setting, ask };
}

test('the same question is answered once until the next status is told, while it is answered and afterwards', async () => {
  const { setting, ask } = setUp();
  const [one, two, other] = await Promise.all([ask('q=a'), ask('q=a'), ask('q=b')]);
  expect([one, two, other, await ask('q=a')]).toEqual([
    { status: 200, number: 1 },
    { status: 200, number: 1 },
    { status: 200, number: 2 },
    { status: 200, number: 1 },
  ]);
  setting.told = { now: '2' } as unknown as Status;
  expect(await ask('q=a')).toEqual({ status: 200, number: 3 });
});

test('nothing is shared while nobody follows the status, and no failure ever is', async () => {
  const { setting, ask } = setUp();
  for (const status of [500, 400]) {
    setting.status = status;
    const [one, two] = await Promise.all([ask('q=a'), ask('q=a')]);
    expect([one?.status, two?.status]).toEqual([status, status]);
  }
  expect(setting.asked).toBe(4);
  setting.status = 200;
  setting.told = null;
  expect(await ask('q=a')).toEqual({ status: 200, number: 5 });
  expect(await ask('q=a')).toEqual({ status: 200, number: 6 });
});
