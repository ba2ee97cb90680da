// What Splunk's HTTP Event Collector answers, and what each of its codes asks of the operator. The codes are those of Splunk's manual:
// help.splunk.com, "Troubleshoot HTTP Event Collector" (possible error codes).
import { z } from 'zod';
import type { DestinationContext } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import type { HttpResponse } from '../../platform/http.js';
import { retryAfterOf, snippetOf, throwUnlessTaken } from '../shared/http-endpoint.js';

const Answer = z.looseObject({
  code: z.number().int(),
  text: z.string().catch(''),
  ackId: z.number().int().nonnegative().optional(),
  'invalid-event-number': z.number().int().nonnegative().optional().catch(undefined),
});

/** What became of the events of one request. */
export type Outcome =
  /** Accepted; `ackId` is there where the token acknowledges. */
  | { taken: true; ackId: number | undefined }
  /** The event with this number, counted from 0, is at fault: nothing behind it was looked at. */
  | { taken: false; invalidEvent: number; reason: string };

const NO_DATA = 5;
const ACK_DISABLED = 14;
/** Success, healthy, and the two warnings that a queue is filling up: taken all the same. */
const GOOD = new Set([0, 17, 24, 25]);
/** Format, event missing, event blank, indexed fields: an event is at fault. */
const EVENT_AT_FAULT = new Set([6, 12, 13, 15]);

const WAITS = 'Its events wait in the journal until it takes them again.';
const TOKEN = 'in Splunk: Settings, Data inputs, HTTP Event Collector';
const QUEUES = `Its queues are full: look at the load of the indexers. ${WAITS}`;
const CHANNEL =
  'Something between here and Splunk drops or changes the header X-Splunk-Request-Channel: let it pass.';

const HINTS: Readonly<Record<number, string>> = {
  1: `Enable the token (${TOKEN}).`,
  2: 'Something between here and Splunk drops the header Authorization: let it pass.',
  3: 'The token was not understood: put the token alone in its place, without "Splunk" before it.',
  4: `Compare the token with the one that Splunk shows (${TOKEN}).`,
  5: 'Something between here and Splunk drops the body of requests: let it pass.',
  7: `Create the index, allow it to the token (${TOKEN}), or correct "index".`,
  8: `See splunkd.log for the reason. ${WAITS}`,
  9: WAITS,
  10: CHANNEL,
  11: CHANNEL,
  14: `Enable indexer acknowledgement for the token (${TOKEN}), or set "acknowledge: false".`,
  16: 'Give the token as "token", not in the address.',
  18: QUEUES,
  19: `Its acknowledgement service is not available: see splunkd.log. ${WAITS}`,
  20: `Its queues are full and its acknowledgement service is not available: see splunkd.log. ${WAITS}`,
  21: `Compare the token with the one that Splunk shows (${TOKEN}).`,
  22: `Enable the token (${TOKEN}).`,
  23: WAITS,
  26: QUEUES,
  27: `Too many acknowledgements are outstanding on this channel. ${WAITS}`,
};

/** Whether an answer says that there was no event in the request: the token was looked at before that, and is right. */
export function saysNoData(response: HttpResponse): boolean {
  return readAnswer(response)?.code === NO_DATA;
}

/**
 * What an answer says of the events that were sent.
 * @throws CollectorError DESTINATION_UNAVAILABLE, DESTINATION_REFUSED as `throwUnlessTaken`; CONFIG_INVALID where the token does not
 * acknowledge: sending the same again and again would only repeat the events.
 */
export function readOutcome(response: HttpResponse, context: Pick<DestinationContext, 'clock'>): Outcome {
  const { status } = response;
  const answer = readAnswer(response);
  if (!answer || status === 413) {
    throwUnlessTaken(response, context);
    throw new CollectorError(
      'DESTINATION_UNAVAILABLE',
      `What answered ${status} is no Splunk HTTP Event Collector: ${snippetOf(response)}`,
      { status, hint: 'Give the address of the collector, such as https://splunk.example.com:8088.' },
    );
  }
  const { code, text, ackId, 'invalid-event-number': invalidEvent } = answer;
  if (GOOD.has(code)) return { taken: true, ackId };
  const message = `Splunk answered ${status}, code ${code}: ${text || 'no text'}.`;
  if (EVENT_AT_FAULT.has(code)) {
    if (invalidEvent !== undefined) return { taken: false, invalidEvent, reason: message };
    throw new CollectorError('DESTINATION_REFUSED', message, { status });
  }
  throw new CollectorError(code === ACK_DISABLED ? 'CONFIG_INVALID' : 'DESTINATION_UNAVAILABLE', message, {
    status,
    hint: HINTS[code] ?? `Splunk's manual has its codes under "Troubleshoot HTTP Event Collector". ${WAITS}`,
    retryAfterMs: retryAfterOf(response, context.clock.now()),
  });
}

function readAnswer({ body }: HttpResponse): z.infer<typeof Answer> | null {
  try {
    return Answer.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
