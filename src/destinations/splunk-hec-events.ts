// Events as Splunk's HTTP Event Collector takes them: one envelope after another, each with the record itself in it, byte for byte.
import type { Delivery } from '../deliver/destination.js';
import type { StoredEvent } from '../journal/journal.js';

/** What stands around every event; where it is left out, it follows from the event. */
export interface EnvelopeSettings {
  host?: string | undefined;
  source?: string | undefined;
  sourcetype: string;
  index?: string | undefined;
  fields: Readonly<Record<string, string>>;
}

const END = Buffer.from('}\n');

/** The body of one request. */
export function writeEnvelopes(deliveries: readonly Delivery[], settings: EnvelopeSettings): Buffer {
  const { sourcetype, index, fields } = settings;
  const rest = {
    sourcetype,
    ...(index === undefined ? {} : { index }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
  return Buffer.concat(
    deliveries.flatMap(({ event, line }) => {
      const head = JSON.stringify({
        time: timeOf(event),
        host: settings.host ?? new URL(event.baseUrl).host,
        source: settings.source ?? event.workspace,
        ...rest,
      });
      return [Buffer.from(`${head.slice(0, -1)},"event":`), line, END];
    }),
  );
}

/** Epoch seconds; of an event whose own time cannot be read, when it was first seen: without any, Splunk would take its time of arrival. */
function timeOf({ time, firstSeen }: StoredEvent): number {
  return (time ?? firstSeen) / 1000;
}
