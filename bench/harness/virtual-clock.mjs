// A clock that leaps from sleeper to sleeper as soon as nothing can go on without time: for work without real sockets or timers.
// Files are real: time stands still while a request to one of them is under way, however long the disk takes.
import { setImmediate as turn } from 'node:timers/promises';

/** So many turns of the event loop with nothing under way and no new sleeper mean that everybody sleeps. */
const QUIET_TURNS = 3;
/** What Node calls a file request under way: FSReqCallback, FSReqPromise. */
const FILE_REQUEST = /^FSReq/;

/** A Clock of the product, which shows `now` at first, and `run`, which turns it until `work` is settled. */
export function createVirtualClock(now) {
  let elapsed = 0;
  let stirred = 0;
  const sleepers = new Set();

  const sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      stirred += 1;
      const leave = () => {
        stirred += 1;
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', stop);
      };
      const stop = () => {
        leave();
        reject(signal.reason);
      };
      const wake = () => {
        leave();
        resolve();
      };
      const sleeper = { due: elapsed + Math.max(0, ms), wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
    });

  const settle = async () => {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = stirred;
      await turn();
      quiet = stirred === before && !isFileRequested() ? quiet + 1 : 0;
    }
  };

  const run = async (work) => {
    let isDone = false;
    const finish = () => {
      isDone = true;
    };
    work.then(finish, finish);
    for (await settle(); !isDone; await settle()) {
      if (sleepers.size === 0) throw new Error('Nobody sleeps, but the work is not done.');
      const next = [...sleepers].reduce((first, other) => (other.due < first.due ? other : first));
      elapsed = Math.max(elapsed, next.due);
      next.wake();
    }
    return work;
  };

  return { clock: { now: () => now + elapsed, monotonic: () => elapsed, sleep }, run };
}

function isFileRequested() {
  return process.getActiveResourcesInfo().some((resource) => FILE_REQUEST.test(resource));
}
