import { expect, it } from 'vitest';
import { watchBudget } from '../../src/app/watch-budget.js';
import { createFreeBudget } from '../support/free-budget.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const never = new AbortController().signal;

it('tells of a wait of more than two seconds, and of no other', async () => {
  const clock = createVirtualClock();
  let waitMs = 1000;
  let told = 0;
  const slow = { ...createFreeBudget(), take: () => clock.sleep(waitMs) };
  const budget = watchBudget(slow, clock, () => {
    told += 1;
  });
  await clock.run(budget.take('tail', 'a', never));
  expect(told).toBe(0);
  waitMs = 2500;
  await clock.run(budget.take('tail', 'a', never));
  expect(told).toBe(1);
  expect(clock.sleepers).toBe(0);
});

it('passes on a refusal', async () => {
  const clock = createVirtualClock();
  const broken = { ...createFreeBudget(), take: () => Promise.reject(new Error('full')) };
  await expect(watchBudget(broken, clock, () => {}).take('tail', 'a', never)).rejects.toThrow('full');
});
