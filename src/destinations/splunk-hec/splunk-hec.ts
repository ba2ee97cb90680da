// The `splunk_hec` destination: Splunk's HTTP Event Collector, and whatever speaks its protocol.
import { z } from 'zod';
import type { Destination, DestinationType, Refusal } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import { duration, flag, text } from '../../platform/fields.js';
import { secret } from '../../platform/secret.js';
import { baseAddress, endpointSettings } from '../shared/http-endpoint.js';
import { waitUntilIndexed } from './splunk-hec-ack.js';
import type { Outcome } from './splunk-hec-answer.js';
import { openCollector } from './splunk-hec-collector.js';
import { writeEnvelopes } from './splunk-hec-events.js';

/** So many events may be named as invalid one after the other, before the batch is split instead. */
const MOST_NAMED = 20;

/** What a `splunk_hec` destination can be told. */
export const SplunkHecSettings = z.strictObject({
  url: baseAddress.describe(
    'Where the HTTP Event Collector listens, such as https://splunk.example.com:8088.',
  ),
  token: secret().describe('Its token: { env: NAME } or { file: PATH }.'),
  index: text('the name of an index')
    .optional()
    .describe('The index for the events. None: the one that the token has.'),
  sourcetype: text('a source type').default('workato:audit').describe('The source type of the events.'),
  source: text('a source').optional().describe('The source of the events. None: the name of the workspace.'),
  host: text('a host')
    .optional()
    .describe("The host of the events. None: the host of Workato's base URL, such as www.workato.com."),
  fields: z
    .record(text('the name of a field'), text('the text of a field'), {
      error: 'a mapping of names to texts',
    })
    .default({})
    .describe('Indexed fields for every event, such as { environment: prod }.'),
  acknowledge: flag()
    .default(false)
    .describe(
      'Take a batch for delivered only when Splunk says that it is indexed. The token must have indexer acknowledgement enabled.',
    ),
  acknowledge_timeout: duration('1s', '1h')
    .prefault('2m')
    .describe('How long to wait for that, before the batch is sent again.'),
  gzip: flag().default(true).describe('Compress each body with gzip.'),
  ...endpointSettings,
});
export type SplunkHecSettings = z.infer<typeof SplunkHecSettings>;

/** Splunk does not recognise repeats. Envelopes add to the bytes of the lines: a request stays below 1 MiB. */
export const splunkHec: DestinationType<SplunkHecSettings> = {
  type: 'splunk_hec',
  settings: SplunkHecSettings,
  limits: { events: 1_000, bytes: 700_000 },

  /** Whether the index exists and is allowed to the token only an event can tell. */
  async check(settings, context, signal) {
    const collector = await openCollector(settings, context, 'check');
    try {
      await collector.readHealth(signal);
      await collector.proveToken(signal);
      if (settings.acknowledge) await collector.isIndexed(0, signal);
    } finally {
      await collector.close();
    }
  },

  async open(settings, context): Promise<Destination> {
    const { clock } = context;
    const collector = await openCollector(settings, context, `${context.journalId}/${context.name}`);
    const indexed = ({ ackId }: Outcome & { taken: true }, signal: AbortSignal) => {
      if (ackId === undefined) throw noAcknowledgement();
      const ask = () => collector.isIndexed(ackId, signal);
      return waitUntilIndexed(ask, { clock, timeoutMs: settings.acknowledge_timeout }, signal);
    };
    return {
      async write(batch, signal) {
        const refused: Refusal[] = [];
        let left = batch.deliveries;
        while (left.length > 0) {
          const body = writeEnvelopes(left, settings);
          const outcome = await collector.send(body, signal);
          if (outcome.taken) {
            if (settings.acknowledge) await indexed(outcome, signal);
            break;
          }
          // Those before it were taken as a rule, but Splunk does not promise it: they go out again with those behind it.
          const culprit = left[outcome.invalidEvent];
          if (!culprit || refused.length === MOST_NAMED)
            throw new CollectorError('DESTINATION_REFUSED', outcome.reason);
          refused.push({ position: culprit.event.position, reason: outcome.reason });
          left = left.filter((delivery) => delivery !== culprit);
        }
        return { refused, resume: null };
      },
      close: collector.close,
    };
  },
};

function noAcknowledgement(): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    'Splunk took the batch without a number to ask after: its token does not acknowledge.',
    { hint: 'Enable indexer acknowledgement for the token, or set "acknowledge: false".' },
  );
}
