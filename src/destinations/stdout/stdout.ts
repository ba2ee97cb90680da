// The `stdout` destination: one event a line on standard output, for pipes, redirection and the eye.
import { fstatSync } from 'node:fs';
import { z } from 'zod';
import type { Destination, DestinationType, OpenContext } from '../../deliver/destination.js';
import { abortedError, CollectorError, describeError, throwIfAborted } from '../../platform/errors.js';
import { joinLines } from '../shared/join-lines.js';
import { createFileOutput, createStreamOutput, type Output } from './output.js';

/** Standard output has nothing to set. */
export const StdoutSettings = z.strictObject({});
export type StdoutSettings = z.infer<typeof StdoutSettings>;

/** How long a stop waits for a slow reader to take the lines under way, so that none is left half written. */
const PATIENCE_AT_STOP_MS = 2_000;

/** A batch of which a part went out before writing failed. Standard output cannot be reopened: this outlives every opening. */
interface Begun {
  id: string;
  written: number;
}

/**
 * A `stdout` destination that writes to what `connect` gives. Batches are small, because the one in flight when the reader or
 * the process dies is sent again. A closed pipe ends the feed: DESTINATION_UNAVAILABLE that is not retryable.
 */
export function createStdout(connect: () => Output): DestinationType<StdoutSettings> {
  let begun: Begun | null = null;

  return {
    type: 'stdout',
    settings: StdoutSettings,
    limits: { events: 100, bytes: 2 ** 18 },

    async check() {
      connect();
    },

    async open(_settings, context): Promise<Destination> {
      const output = connect();
      return {
        async write(batch, signal) {
          throwIfAborted(signal);
          const done = begun?.id === batch.id ? begun.written : 0;
          const current: Begun = { id: batch.id, written: done };
          begun = current;
          const writing = output.write(joinLines(batch).subarray(done), (bytes) => {
            current.written += bytes;
          });
          try {
            await unlessStopped(writing, signal, context);
          } catch (error: unknown) {
            throw toOutputError(error);
          }
          begun = null;
          return { refused: [], resume: null };
        },
        async close() {},
      };
    },
  };
}

/** Standard output of this process. A redirection to a file is written around Node's stream, which hides short writes. */
export const stdout = createStdout(() =>
  fstatSync(1).isFile() ? createFileOutput(1) : createStreamOutput(process.stdout),
);

/** Waits for `writing`, but after a stop not much longer. */
async function unlessStopped(
  writing: Promise<void>,
  signal: AbortSignal,
  context: OpenContext,
): Promise<void> {
  const settled = new AbortController();
  const stopped = whenAborted(signal, settled.signal)
    .then(() => context.clock.sleep(PATIENCE_AT_STOP_MS, settled.signal))
    .then(() => {
      throw abortedError(signal);
    });
  try {
    await Promise.race([writing, stopped]);
  } finally {
    stopped.catch(() => undefined);
    settled.abort();
  }
}

function whenAborted(signal: AbortSignal, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: until });
  });
}

function toOutputError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error) || error instanceof CollectorError) return error;
  if (error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_DESTROYED') {
    return new CollectorError(
      'DESTINATION_UNAVAILABLE',
      'Standard output was closed by the program that read it.',
      {
        retryable: false,
        hint: 'Start again to go on: at most the lines in flight are repeated.',
        cause: error,
      },
    );
  }
  return new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `Cannot write to standard output: ${describeError(error)}`,
    {
      hint: 'Free space where standard output leads to, or start again with another target.',
      cause: error,
    },
  );
}
