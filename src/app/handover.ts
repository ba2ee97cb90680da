// Hands values from a producer to a consumer one at a time: the producer waits until each is taken.

export interface Handover<Value> {
  /** Resolves once the consumer asks for the next value; rejects where it has left. */
  put(value: Value): Promise<void>;
  /** No more values; with an error, the consumer gets it after the last one. */
  end(error?: unknown): void;
  values(): AsyncGenerator<Value, void, undefined>;
}

export function createHandover<Value>(): Handover<Value> {
  const waiting: { value: Value; taken: () => void; refused: (reason: unknown) => void }[] = [];
  let ended: { error: unknown } | null = null;
  let hasLeft = false;
  let wake = () => {};
  return {
    put(value) {
      return new Promise((taken, refused) => {
        if (hasLeft) refused(new Error('nobody takes values any more'));
        else waiting.push({ value, taken, refused });
        wake();
      });
    },
    end(error) {
      ended ??= { error };
      wake();
    },
    async *values() {
      try {
        while (true) {
          const next = waiting[0];
          if (next) {
            yield next.value;
            waiting.shift();
            next.taken();
          } else if (ended) {
            if (ended.error !== undefined) throw ended.error;
            return;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        hasLeft = true;
        for (const { refused } of waiting.splice(0)) refused(new Error('nobody takes values any more'));
      }
    },
  };
}
