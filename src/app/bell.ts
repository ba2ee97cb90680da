// A bell: whoever waits is woken when it rings, or soon after; nobody polls.

export interface Bell {
  /** Wakes everybody who waits now. */
  ring(): void;
  /** How often it has rung. */
  readonly count: number;
  /** Resolves at the first ring after the `heard`-th, at once where that has been, and when `signal` fires. */
  wait(heard: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let count = 0;
  let wakers = new Set<() => void>();
  return {
    get count() {
      return count;
    },
    ring() {
      count += 1;
      const woken = wakers;
      wakers = new Set();
      for (const wake of woken) wake();
    },
    wait(heard, signal) {
      if (count > heard || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          signal.removeEventListener('abort', wake);
          wakers.delete(wake);
          resolve();
        };
        wakers.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    },
  };
}
