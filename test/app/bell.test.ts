import { describe, expect, it } from 'vitest';
import { createBell } from '../../src/app/bell.js';
import { sleepUntilRung } from '../../src/app/sleep-until-rung.js';
import { createTurn } from '../../src/platform/turn.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const never = new AbortController().signal;

describe('a bell', () => {
  it('wakes everybody who waits', async () => {
    const bell = createBell();
    const waiting = [bell.wait(0, never), bell.wait(0, never)];
    bell.ring();
    await Promise.all(waiting);
  });

  it('does not let a ring between looking and waiting get lost', async () => {
    const bell = createBell();
    const heard = bell.count;
    bell.ring();
    await bell.wait(heard, never);
  });

  it('ends a wait when the signal fires', async () => {
    const stop = new AbortController();
    const waiting = createBell().wait(0, stop.signal);
    stop.abort();
    await waiting;
  });
});

describe('sleepUntilRung', () => {
  it('sleeps as long as it is told, and leaves nothing behind', async () => {
    const clock = createVirtualClock();
    let awake = false;
    const sleeping = sleepUntilRung(clock, 1000, createBell(), 0, never).then(() => {
      awake = true;
    });
    await clock.advance(999);
    expect(awake).toBe(false);
    await clock.advance(1);
    await sleeping;
    expect(clock.sleepers).toBe(0);
  });

  it.each(['ring', 'abort'])('wakes at once on %s', async (reason) => {
    const clock = createVirtualClock();
    const bell = createBell();
    const stop = new AbortController();
    const sleeping = sleepUntilRung(clock, 1_000_000, bell, 0, stop.signal);
    if (reason === 'ring') bell.ring();
    else stop.abort();
    await sleeping;
    expect(clock.sleepers).toBe(0);
  });
});

describe('a turn', () => {
  it('ends with the whole, or before it', () => {
    const whole = new AbortController();
    const [early, late] = [createTurn(whole.signal), createTurn(whole.signal)];
    early.end();
    expect([early.signal.aborted, late.signal.aborted]).toEqual([true, false]);
    whole.abort();
    expect(late.signal.aborted).toBe(true);
    expect(createTurn(whole.signal).signal.aborted).toBe(true);
  });
});
