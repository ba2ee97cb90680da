// A stretch of work that ends with a larger one, or before it.
import { setMaxListeners } from 'node:events';

export interface Turn {
  /** Fires at the end. */
  readonly signal: AbortSignal;
  /** Ends it. Bound: it can be handed on. */
  readonly end: () => void;
  /** Ends it and forgets the larger one, which may live long. */
  release(): void;
}

/** A turn within what `whole` ends. */
export function createTurn(whole: AbortSignal): Turn {
  const controller = new AbortController();
  // Every workspace and every feed listens; that is no leak.
  setMaxListeners(0, controller.signal);
  const end = () => controller.abort();
  whole.addEventListener('abort', end, { once: true });
  if (whole.aborted) end();
  return {
    signal: controller.signal,
    end,
    release() {
      end();
      whole.removeEventListener('abort', end);
    },
  };
}
