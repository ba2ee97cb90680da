import { expect, it } from 'vitest';
import { createHandover } from '../../src/app/handover.js';

it('hands values on in order, each taken before the next is let in', async () => {
  const handover = createHandover<number>();
  const put: number[] = [];
  const producing = (async () => {
    for (const value of [1, 2, 3]) {
      await handover.put(value);
      put.push(value);
    }
    handover.end();
  })();
  const taken: number[] = [];
  for await (const value of handover.values()) {
    expect(put.length).toBeLessThan(value);
    taken.push(value);
  }
  await producing;
  expect(taken).toEqual([1, 2, 3]);
});

it('hands an error on after the last value', async () => {
  const handover = createHandover<number>();
  const values = handover.values();
  const put = handover.put(1);
  handover.end(new Error('broken'));
  expect(await values.next()).toEqual({ done: false, value: 1 });
  await expect(values.next()).rejects.toThrow('broken');
  await put;
});

it('turns the producer away when the consumer leaves', async () => {
  const handover = createHandover<number>();
  const first = handover.put(1);
  const second = handover.put(2);
  // Nobody looks at these before the reader has left.
  for (const put of [first, second]) put.catch(() => {});
  for await (const value of handover.values()) if (value === 1) break;
  for (const put of [first, second]) await expect(put).rejects.toThrow('nobody takes');
  await expect(handover.put(3)).rejects.toThrow('nobody takes');
});
