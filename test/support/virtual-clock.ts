// A clock that tests turn. Time stands still until a test moves it; then it jumps from sleeper to sleeper, and before every
// jump the clock lets everything that can go on without time passing go on: promises, immediates, file and socket requests.
//
// What it cannot see is a request that waits for an answer from a loopback server: an idle socket and a waiting one look alike.
// So put such calls into `hold(() => source.readPage(…))`: time stands still until they are done. A server that delays its
// answers by the same clock sleeps on `serverSide`, which lets time go on while the held caller waits for it.
import type { Clock } from '../../src/platform/clock.js';

export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, waking sleepers in the order of their times. */
  advance(ms: number): Promise<void>;
  /** Turns time, from sleeper to sleeper, until `work` is settled. Rejects where nothing sleeps and nothing happens any more. */
  run<T>(work: Promise<T> | (() => Promise<T>)): Promise<T>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Sets the wall clock by `ms`, either way; the monotonic clock and the sleepers do not notice. */
  jump(ms: number): void;
  /** Keeps time still until `work` is done: for real requests to real servers. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** The same clock for the server that answers a held request. */
  readonly serverSide: Clock;
  /** How many are asleep. */
  readonly sleepers: number;
}

interface Sleeper {
  due: number;
  order: number;
  wake: () => void;
}

/** In-flight operations as `process.getActiveResourcesInfo` names them; sockets and timers that just exist are not among them. */
const IN_FLIGHT = /Req|ConnectWrap|WriteWrap|ShutdownWrap|Immediate|Zlib/i;
const QUIET_ROUNDS = 3;
const MOST_ROUNDS = 100_000;
const PATIENCE_MS = 10_000;

/** Makes a clock that shows `now` (2026-01-01T00:00:00Z) and stands still. */
export function createVirtualClock({ now = Date.UTC(2026, 0, 1) } = {}): VirtualClock {
  let elapsed = 0;
  let offset = now;
  let order = 0;
  let held = 0;
  let stirred = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const sleepers: Sleeper[] = [];

  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        remove(sleepers, sleeper);
        stirred += 1;
        reject(signal?.reason);
      };
      order += 1;
      const sleeper = {
        due: elapsed + (ms > 0 ? ms : 0),
        order,
        wake: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      stirred += 1;
      sleepers.splice(placeOf(sleepers, sleeper), 0, sleeper);
    });

  const settle = async () => {
    const since = performance.now();
    let quiet = 0;
    for (let round = 0; quiet < QUIET_ROUNDS && round < MOST_ROUNDS; round += 1) {
      const before = stirred;
      await nextRound(held > 0);
      quiet = stirred === before && held <= 0 && !isInFlight() ? quiet + 1 : 0;
      if (held > 0 && performance.now() - since > PATIENCE_MS) {
        throw new Error(
          `${held} held calls have kept virtual time still for ${PATIENCE_MS} ms: does their server sleep on serverSide?`,
        );
      }
    }
  };

  /** Wakes the next sleeper due by `limit`, unless `isDone`; false where it woke none. One step at a time, whoever asks. */
  const step = (limit: number, isDone = () => false): Promise<boolean> => {
    const result = turn.then(async () => {
      await settle();
      const next = sleepers[0];
      if (next === undefined || next.due > limit || isDone()) return false;
      sleepers.shift();
      elapsed = Math.max(elapsed, next.due);
      stirred += 1;
      next.wake();
      return true;
    });
    turn = result.catch(() => undefined);
    return result;
  };

  const advance = async (ms: number) => {
    const limit = elapsed + ms;
    while (await step(limit));
    elapsed = Math.max(elapsed, limit);
    await settle();
  };

  const run = async <T>(work: Promise<T> | (() => Promise<T>)): Promise<T> => {
    const promise = typeof work === 'function' ? work() : work;
    let done = false;
    const finish = () => {
      done = true;
    };
    promise.then(finish, finish);
    let since = performance.now();
    while (!done) {
      if (await step(Number.POSITIVE_INFINITY, () => done)) since = performance.now();
      else if (done) break;
      else if (performance.now() - since > PATIENCE_MS)
        throw new Error(
          `Nobody sleeps and nothing has happened for ${PATIENCE_MS} ms, but the work is not done.`,
        );
      else await pauseBriefly();
    }
    return promise;
  };

  const hold = async <T>(work: () => Promise<T>): Promise<T> => {
    held += 1;
    stirred += 1;
    try {
      return await work();
    } finally {
      held -= 1;
      stirred += 1;
    }
  };

  const clock: Clock = { now: () => offset + elapsed, monotonic: () => elapsed, sleep };
  return {
    ...clock,
    advance,
    run,
    settle,
    hold,
    jump: (ms) => {
      offset += ms;
    },
    serverSide: {
      ...clock,
      async sleep(ms, signal) {
        held -= 1;
        try {
          await sleep(ms, signal);
        } finally {
          held += 1;
        }
      },
    },
    get sleepers() {
      return sleepers.length;
    },
  };
}

function placeOf(sleepers: readonly Sleeper[], sleeper: Sleeper): number {
  let low = 0;
  let high = sleepers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sleepers[middle];
    const before =
      other !== undefined &&
      (other.due < sleeper.due || (other.due === sleeper.due && other.order < sleeper.order));
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remove(sleepers: Sleeper[], sleeper: Sleeper): void {
  const index = placeOf(sleepers, sleeper);
  if (sleepers[index] === sleeper) sleepers.splice(index, 1);
}

function isInFlight(): boolean {
  return process.getActiveResourcesInfo().some((resource) => IN_FLIGHT.test(resource));
}

function nextRound(isHeld: boolean): Promise<void> {
  return isHeld ? pauseBriefly() : new Promise((resolve) => setImmediate(resolve));
}

/** Gives the event loop to sockets for a moment instead of spinning. */
function pauseBriefly(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setTimeout(resolve, 0));
  });
}
