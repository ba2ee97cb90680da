// How fast the journal grows, and from when on that is a flood: what only somebody who looks needs then leaves collecting the machine.
import type { Clock } from '../platform/clock.js';

/** Events a second from which on collecting is all that this machine has to do. A budget of 60 requests a minute brings 100. */
export const FLOOD = 10_000;

/** Makes a function that is shown the journal's head from time to time, and tells the events a second since it last was; at first 0. */
export function createGrowthGauge(clock: Pick<Clock, 'monotonic'>): (head: number) => number {
  let last: { at: number; head: number } | null = null;
  return (head) => {
    const before = last;
    last = { at: clock.monotonic(), head };
    return before === null ? 0 : ((head - before.head) / Math.max(1, last.at - before.at)) * 1000;
  };
}
