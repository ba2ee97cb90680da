// The status, worked out once for all who look at it, and only while somebody does.
import { createBell } from '../app/bell.js';
import { readSnapshot } from '../app/read-snapshot.js';
import { describeStatus } from '../app/status.js';
import type { Status } from '../app/status-shape.js';
import { describeError } from '../platform/errors.js';
import type { ServerContext } from './server-context.js';

/** An answer is good for so long. */
const FRESH_MS = 1000;

export interface StatusWatch {
  /** The status, a second old at most. @throws CollectorError where the journal cannot be read. */
  read(): Promise<Status>;
  /** Each status as it comes, a second or more apart, until `signal` fires. */
  follow(signal: AbortSignal): AsyncGenerator<Status, void, undefined>;
  stop(): void;
}

export function watchStatus({ config, parts, clock, logger }: ServerContext): StatusWatch {
  const stopped = new AbortController();
  const news = createBell();
  let latest: { at: number; status: Promise<Status> } | null = null;
  let followers = 0;

  const read = (): Promise<Status> => {
    const now = clock.monotonic();
    if (latest && now - latest.at < FRESH_MS) return latest.status;
    const status = readSnapshot(parts.journal, config, clock).then(describeStatus);
    latest = { at: now, status };
    return status;
  };
  const tick = async (): Promise<void> => {
    while (followers > 0 && !stopped.signal.aborted) {
      await read().catch((error: unknown) =>
        logger.debug('The status could not be read.', { reason: describeError(error) }),
      );
      news.ring();
      await clock.sleep(FRESH_MS, stopped.signal).catch(() => undefined);
    }
  };

  return {
    read,
    async *follow(signal) {
      followers += 1;
      if (followers === 1) void tick();
      try {
        while (!signal.aborted) {
          const heard = news.count;
          yield await read();
          await news.wait(heard, signal);
        }
      } finally {
        followers -= 1;
      }
    },
    stop: () => stopped.abort(),
  };
}
