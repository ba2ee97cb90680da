// Waiting until the indexers have a request's events on disk: Splunk tells only those who ask.
import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import { formatDuration } from '../../platform/duration.js';
import { abortedError, CollectorError, isCollectorError } from '../../platform/errors.js';
import type { HttpResponse } from '../../platform/http.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

const Acks = z.looseObject({ acks: z.record(z.string(), z.boolean()) });

/** Whether the answer to a question after `ackId` says that its events are indexed; null where it is no such answer. */
export function isIndexed({ body }: HttpResponse, ackId: number): boolean | null {
  try {
    const { data } = Acks.safeParse(JSON.parse(body.toString('utf8')));
    return data ? data.acks[String(ackId)] === true : null;
  } catch {
    return null;
  }
}

/**
 * Asks until the answer is yes, ever more rarely. A question without an answer is asked again.
 * @throws CollectorError DESTINATION_UNAVAILABLE after `timeoutMs`, ABORTED; whatever else `ask` throws that is not DESTINATION_UNAVAILABLE.
 */
export async function waitUntilIndexed(
  ask: () => Promise<boolean>,
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number },
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.monotonic() + timeoutMs;
  let failure: CollectorError | undefined;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
    try {
      if (await ask()) return;
      failure = undefined;
    } catch (error: unknown) {
      if (!isCollectorError(error, 'DESTINATION_UNAVAILABLE')) throw error;
      failure = error;
    }
    if (clock.monotonic() + pauseMs > deadline) throw notIndexed(timeoutMs, failure);
    await clock.sleep(pauseMs, signal).catch((reason: unknown) => {
      throw signal.aborted ? abortedError(signal) : reason;
    });
  }
}

function notIndexed(timeoutMs: number, failure: CollectorError | undefined): CollectorError {
  const last = failure ? ` The latest question failed: ${failure.message}` : '';
  return new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `Splunk has not said within ${formatDuration(timeoutMs)} that the batch is indexed; it is sent again.${last}`,
    {
      hint: 'Look at the indexing queues in Splunk, or raise acknowledge_timeout. Behind a load balancer, requests of one channel must reach one and the same collector.',
      cause: failure,
    },
  );
}
