import { describe, expect, it } from 'vitest';
import { createWaitingLine, type Waiter } from '../../src/workato/waiting-line.js';

interface Named extends Waiter {
  name: string;
}

function setUp(names: readonly string[]) {
  const line = createWaitingLine<Named>();
  const waiters = names.map((name) => ({ name, workspace: name.charAt(0), isWaiting: false }));
  for (const waiter of waiters) line.add(waiter);
  const callAll = () => {
    const called: string[] = [];
    for (let next = line.call(); next !== undefined; next = line.call()) called.push(next.name);
    return called;
  };
  return { line, waiters, callAll };
}

describe('createWaitingLine', () => {
  it('lets workspaces take turns and keeps the order within each', () => {
    const { callAll } = setUp(['a1', 'a2', 'a3', 'b1', 'c1', 'b2']);
    expect(callAll()).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('passes by who went away, and counts who is there', () => {
    const { line, waiters, callAll } = setUp(['a1', 'a2', 'b1']);
    for (const gone of [waiters[0], waiters[2], waiters[2]]) if (gone) line.remove(gone);
    expect(line.count).toBe(1);
    expect(callAll()).toEqual(['a2']);
    expect(line.count).toBe(0);
  });

  it('puts one back before the others of its workspace', () => {
    const { line, callAll } = setUp(['a1', 'a2']);
    const called = line.call();
    if (called) line.putBack(called);
    expect(line.count).toBe(2);
    expect(callAll()).toEqual(['a1', 'a2']);
  });

  it('forgets those who come and go again and again', () => {
    const { line } = setUp([]);
    for (let i = 0; i < 10_000; i += 1) {
      const waiter = { name: `${i}`, workspace: 'a', isWaiting: false };
      line.add(waiter);
      line.remove(waiter);
    }
    expect(line.count).toBe(0);
    expect(line.call()).toBeUndefined();
  });
});
