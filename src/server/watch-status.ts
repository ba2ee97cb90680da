// The status, worked out once for all who look at it, and only while somebody does.
import { createBell } from '../app/bell.js';
import { readSnapshot } from '../app/read-snapshot.js';
import { describeStatus } from '../app/status.js';
import type { Status } from '../app/status-shape.js';
import { describeError } from '../platform/errors.js';
import { createGrowthGauge, FLOOD } from '../search/flood.js';
import type { ServerContext } from './server-context.js';
import { changeOf } from './status-change.js';

/** An answer is good for so long. */
const FRESH_MS = 1000;
/** In a flood of events, which nobody can follow, the status is told more seldom. */
const FLOOD_MS = 5000;

/** One event of a stream, its data as JSON: the whole status, or what has changed since the event before. */
export interface StatusNews {
  event: 'status' | 'change';
  data: string;
}

export interface StatusWatch {
  /** The status, a second old at most. @throws CollectorError where the journal cannot be read. */
  read(): Promise<Status>;
  /** The whole status, then what changes, once a second, until `signal` fires. Who is too slow gets the whole status again. */
  follow(signal: AbortSignal): AsyncGenerator<StatusNews, void, undefined>;
  /** The status that was told last; null while nobody follows. */
  told(): Status | null;
  stop(): void;
}

/** A status as it is told to everybody: written down once, the whole of it only where somebody has to have it. */
interface Told {
  number: number;
  status: Status;
  whole: string | null;
  /** Since the one before; null where there is none, or where a change cannot say it. */
  change: string | null;
}

export function watchStatus({ config, parts, clock, logger }: ServerContext): StatusWatch {
  const stopped = new AbortController();
  const news = createBell();
  let latest: { at: number; status: Promise<Status> } | null = null;
  let told: Told | null = null;
  let followers = 0;
  let isWatching = false;

  const read = (): Promise<Status> => {
    const now = clock.monotonic();
    if (latest && now - latest.at < FRESH_MS) return latest.status;
    const status = readSnapshot(parts.journal, config, clock).then(describeStatus);
    latest = { at: now, status };
    return status;
  };
  const growthTo = createGrowthGauge(clock);
  let pauseMs = FRESH_MS;
  const tell = (status: Status): void => {
    if (told?.status === status) return;
    const change = told && changeOf(told.status, status);
    pauseMs = growthTo(status.journal.head) > FLOOD ? FLOOD_MS : FRESH_MS;
    told = {
      number: (told?.number ?? 0) + 1,
      status,
      whole: null,
      change: change && JSON.stringify(change),
    };
    news.ring();
  };
  const watch = async (): Promise<void> => {
    if (isWatching) return;
    isWatching = true;
    while (followers > 0 && !stopped.signal.aborted) {
      await read().then(tell, (error: unknown) =>
        logger.debug('The status could not be read.', { reason: describeError(error) }),
      );
      await clock.sleep(pauseMs, stopped.signal).catch(() => undefined);
    }
    isWatching = false;
    told = null;
  };

  return {
    read,
    async *follow(signal) {
      followers += 1;
      void watch();
      let heard: number | null = null;
      try {
        while (!signal.aborted) {
          const rung = news.count;
          if (told !== null && told.number !== heard) {
            const isNext = told.number - 1 === heard;
            heard = told.number;
            yield isNext && told.change !== null ? { event: 'change', data: told.change } : wholeOf(told);
          }
          await news.wait(rung, signal);
        }
      } finally {
        followers -= 1;
      }
    },
    told: () => told?.status ?? null,
    stop: () => stopped.abort(),
  };
}

function wholeOf(told: Told): StatusNews {
  told.whole ??= JSON.stringify(told.status);
  return { event: 'status', data: told.whole };
}
