// Requests of other processes and earlier runs on the same token, as slots of this budget.
import type { Clock } from '../platform/clock.js';

/** Where requests are remembered, shared by all processes that use the token. */
export interface RequestLog {
  /** Remembers a request, by wall clock, before it is sent. */
  record(time: number): Promise<void>;
  /** Requests recorded after the one numbered `after` (0: all remembered), oldest first. */
  since(after: number): Promise<readonly { number: number; time: number }[]>;
}

/** A remembered request: one that this budget recorded itself, or another's and when it was taken, by the monotonic clock. */
type RememberedRequest = { isOwn: true } | { isOwn: false; takenAt: number };

export interface RequestMemory {
  record(): Promise<void>;
  /** What was recorded since the last call, by anybody, in the order in which it was recorded. */
  read(): Promise<readonly RememberedRequest[]>;
}

/** Reads and writes a log of requests. Own entries come back from the log too and are recognised by their times. */
export function createRequestMemory(log: RequestLog, clock: Clock): RequestMemory {
  const own = new Map<number, number>();
  let lastNumber = 0;
  let wallOffset = clock.now() - clock.monotonic();

  const takeOwn = (time: number): boolean => {
    const times = own.get(time) ?? 0;
    if (times > 1) own.set(time, times - 1);
    else own.delete(time);
    return times > 0;
  };

  return {
    async record() {
      const time = Math.round(clock.now());
      own.set(time, (own.get(time) ?? 0) + 1);
      await log.record(time);
    },
    async read() {
      const entries = await log.since(lastNumber);
      const now = clock.monotonic();
      const newOffset = clock.now() - now;
      const read = entries.map(({ number, time }): RememberedRequest => {
        lastNumber = Math.max(lastNumber, number);
        if (takeOwn(time)) return { isOwn: true };
        // Where the wall clock was set since the last reading, the later of both readings of the time is the safe one.
        return { isOwn: false, takenAt: Math.min(now, time - Math.min(wallOffset, newOffset)) };
      });
      wallOffset = newOffset;
      return read;
    },
  };
}
