// Events as Splunk's HTTP Event Collector takes them: one envelope after another, each with the record itself in it, byte for byte.
import type { Delivery } from '../../deliver/destination.js';
import type { StoredEvent } from '../../journal/journal-data.js';

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
  const heads = new Map<number, string>();
  return Buffer.concat(
    deliveries.flatMap(({ event, line }) => {
      const head = heads.get(event.workspaceKey) ?? headOf(event, settings);
      heads.set(event.workspaceKey, head);
      return [Buffer.from(`{"time":${timeOf(event)},${head},"event":`), line, END];
    }),
  );
}

/** What all events of a workspace have, as members of a JSON object. */
function headOf(event: StoredEvent, settings: EnvelopeSettings): string {
  const { host, source, sourcetype, index, fields } = settings;
  const head = JSON.stringify({
    host: host ?? new URL(event.baseUrl).host,
    source: source ?? event.workspace,
    sourcetype,
    index,
    fields: Object.keys(fields).length === 0 ? undefined : fields,
  });
  return head.slice(1, -1);
}

/** Epoch seconds; of an event whose own time cannot be read, when it was first seen: without any, Splunk would take its time of arrival. */
function timeOf({ time, firstSeen }: StoredEvent): number {
  return (time ?? firstSeen) / 1000;
}
