// Stopping: the first signal asks, the second ends at once, and so does patience.
import { setMaxListeners } from 'node:events';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/log.js';

/** A stop that is asked for from outside. */
export interface StopSignal {
  signal: AbortSignal;
  /** Asks for the stop from within. */
  stop(): void;
  /** Takes no signal any more. */
  forget(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The process ends within 10 s of being told to (I7). */
const PATIENCE_MS = 9000;
const TEMPORARY = 75;

/** Listens to the signals that end a process. */
export function watchSignals(clock: Clock, logger: Logger): StopSignal {
  const controller = new AbortController();
  const over = new AbortController();
  // Every workspace and every feed listens; that is no leak.
  setMaxListeners(0, controller.signal);
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(TEMPORARY);
    logger.info(`Stopping on ${name}; once more ends at once.`);
    clock.sleep(PATIENCE_MS, over.signal).then(
      () => process.exit(TEMPORARY),
      () => {},
    );
    controller.abort(new Error(name));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop: () => controller.abort(new Error('done')),
    forget() {
      over.abort();
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
