// Who waits for a slot: first come, first served within a workspace; the workspaces take turns.
import { Fifo } from './fifo.js';

/** Somebody who waits. */
export interface Waiter {
  readonly workspace: string;
  /** Whether it stands in a line; kept by the line. */
  isWaiting: boolean;
}

export interface WaitingLine<W extends Waiter> {
  /** How many wait. */
  readonly count: number;
  add(waiter: W): void;
  /** Puts one who was called too early back in front of the others of its workspace. */
  putBack(waiter: W): void;
  /** Calls the next one out of the line. */
  call(): W | undefined;
  /** Lets one go who no longer wants to wait. */
  remove(waiter: W): void;
}

/** The part of one workspace; `waiting` leaves out those who went away but still stand in `queue`. */
interface Turn<W> {
  queue: Fifo<W>;
  waiting: number;
}

const MOST_GONE = 32;

/** An empty line. Adding, calling and removing take constant time, however many wait. */
export function createWaitingLine<W extends Waiter>(): WaitingLine<W> {
  const turns = new Map<string, Turn<W>>();
  const order = new Fifo<string>();
  let count = 0;

  const enter = (waiter: W, end: 'push' | 'unshift') => {
    let turn = turns.get(waiter.workspace);
    if (turn === undefined) {
      turn = { queue: new Fifo(), waiting: 0 };
      turns.set(waiter.workspace, turn);
      order[end](waiter.workspace);
    }
    turn.queue[end](waiter);
    turn.waiting += 1;
    count += 1;
    waiter.isWaiting = true;
  };

  const leave = (waiter: W, turn: Turn<W>) => {
    turn.waiting -= 1;
    count -= 1;
    waiter.isWaiting = false;
  };

  const callFrom = (turn: Turn<W>): W | undefined => {
    for (let waiter = turn.queue.shift(); waiter !== undefined; waiter = turn.queue.shift()) {
      if (!waiter.isWaiting) continue;
      leave(waiter, turn);
      return waiter;
    }
    return undefined;
  };

  return {
    get count() {
      return count;
    },
    add: (waiter) => enter(waiter, 'push'),
    putBack: (waiter) => enter(waiter, 'unshift'),
    call() {
      for (let workspace = order.shift(); workspace !== undefined; workspace = order.shift()) {
        const turn = turns.get(workspace);
        const waiter = turn && callFrom(turn);
        if (turn && turn.waiting > 0) order.push(workspace);
        else turns.delete(workspace);
        if (waiter !== undefined) return waiter;
      }
      return undefined;
    },
    remove(waiter) {
      const turn = turns.get(waiter.workspace);
      if (!waiter.isWaiting || turn === undefined) return;
      leave(waiter, turn);
      if (turn.queue.length > 2 * turn.waiting + MOST_GONE) turn.queue.keep((other) => other.isWaiting);
    },
  };
}
