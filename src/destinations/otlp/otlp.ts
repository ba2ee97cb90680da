// The `otlp` destination: log records to anything that takes OpenTelemetry's protocol over HTTP.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import type { Destination, DestinationContext, DestinationType } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import { flag, oneOf, text } from '../../platform/fields.js';
import { readVersion } from '../../platform/version.js';
import { endpointSettings, exactAddress, openEndpoint } from '../shared/http-endpoint.js';
import { headerSettings, readHeaders, refuseTwice } from '../shared/http-headers.js';
import { type PartialSuccess, readPartialSuccess } from './otlp-answer.js';
import { encodeLogsRequest } from './otlp-encode.js';
import { type LogsRequest, toLogsRequest } from './otlp-request.js';

const compress = promisify(gzip);

/** What an `otlp` destination can be told. */
export const OtlpSettings = z
  .strictObject({
    url: exactAddress
      .transform(withDefaultPath)
      .describe('Where log records are sent. An address without a path gets /v1/logs.'),
    encoding: oneOf('protobuf', 'json').default('protobuf').describe('How requests are written.'),
    gzip: flag().default(true).describe('Compress each body with gzip.'),
    body: oneOf('structured', 'text')
      .default('structured')
      .describe('The body of a log record: the event as a structure, or as the JSON text that it is.'),
    service_name: text('the name of a service')
      .default('workato-audit-logs')
      .describe('The resource attribute service.name.'),
    resource_attributes: z
      .record(text('the name of an attribute'), text('the text of an attribute'), {
        error: 'a mapping of names to texts',
      })
      .default({})
      .describe('Further attributes of the resource, such as { deployment.environment.name: prod }.'),
    ...headerSettings,
    ...endpointSettings,
  })
  .superRefine((settings, context) => refuseTwice(settings, context));
export type OtlpSettings = z.infer<typeof OtlpSettings>;

/** OTLP has no word for repeats; each record carries `log.record.uid`, by which a receiver may recognise them. */
export const otlp: DestinationType<OtlpSettings> = {
  type: 'otlp',
  settings: OtlpSettings,
  limits: { events: 1_000, bytes: 2 ** 21 },

  /** Sends a request without records, which every receiver has to take. */
  async check(settings, context, signal) {
    const exporter = await openExporter(settings, context);
    try {
      await exporter.send({ resourceLogs: [] }, signal);
    } finally {
      await exporter.close();
    }
  },

  async open(settings, context): Promise<Destination> {
    const exporter = await openExporter(settings, context);
    const version = readVersion();
    let warning = '';
    return {
      async write({ deliveries }, signal) {
        const request = toLogsRequest(deliveries, settings, version);
        const { rejected, message } = await exporter.send(request, signal);
        if (rejected === 0 && message !== '' && message !== warning) {
          context.logger.warn('The OTLP receiver warns.', { destination: context.name, message });
          warning = message;
        }
        const reason = `It rejected ${rejected} of ${deliveries.length} log records: ${message || 'without saying why'}`;
        // Which ones it does not say. Halves tell, and what was taken of them already comes twice: better than one that is lost.
        if (rejected > 0 && rejected < deliveries.length)
          throw new CollectorError('DESTINATION_REFUSED', reason);
        const refused = rejected > 0 ? deliveries : [];
        return { refused: refused.map(({ event }) => ({ position: event.position, reason })), resume: null };
      },
      close: exporter.close,
    };
  },
};

interface Exporter {
  send(request: LogsRequest, signal: AbortSignal): Promise<PartialSuccess>;
  close(): Promise<void>;
}

async function openExporter(settings: OtlpSettings, context: DestinationContext): Promise<Exporter> {
  const isJson = settings.encoding === 'json';
  const headers = {
    ...(await readHeaders(settings, context.logger)),
    'Content-Type': isJson ? 'application/json' : 'application/x-protobuf',
    ...(settings.gzip ? { 'Content-Encoding': 'gzip' } : {}),
  };
  const endpoint = openEndpoint(settings, context);
  return {
    async send(request, signal) {
      const content = isJson ? Buffer.from(JSON.stringify(request)) : encodeLogsRequest(request);
      const body = settings.gzip ? await compress(content) : content;
      const response = await endpoint.send({ method: 'POST', url: settings.url, headers, body, signal });
      return readPartialSuccess(response, context);
    },
    close: endpoint.close,
  };
}

function withDefaultPath(address: string): string {
  const url = new URL(address);
  if (url.pathname !== '/') return address;
  url.pathname = '/v1/logs';
  return url.href;
}
