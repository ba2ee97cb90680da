// Long work in pieces: between two of them, everything else in the process gets its turn.
import { setImmediate } from 'node:timers/promises';

/** Resolves after what waits in the event loop has run. It is not about time, so no clock is asked. */
export function letOthersRun(): Promise<void> {
  return setImmediate();
}
