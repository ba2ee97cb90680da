// A batch as OTLP's ExportLogsServiceRequest, in the names of OTLP/JSON. otlp-encode.ts makes bytes of it.
import type { Delivery } from '../deliver/destination.js';
import type { StoredEvent } from '../journal/journal.js';
import { readAnyValue } from './otlp-read-json.js';
import { type AnyValue, type KeyValue, textAt } from './otlp-value.js';

export interface LogsRequest {
  resourceLogs: readonly ResourceLogs[];
}

interface ResourceLogs {
  resource: { attributes: readonly KeyValue[] };
  scopeLogs: readonly [{ scope: { name: string; version: string }; logRecords: readonly LogRecord[] }];
}

export interface LogRecord {
  /** Nanoseconds since 1970 as decimal text; `0`: not known. */
  timeUnixNano: string;
  observedTimeUnixNano: string;
  severityNumber: number;
  severityText: string;
  body: AnyValue;
  attributes: readonly KeyValue[];
  eventName: string;
}

export interface RequestSettings {
  service_name: string;
  resource_attributes: Readonly<Record<string, string>>;
  body: 'structured' | 'text';
}

const NAME = 'workato-audit-logs';
const LATEST_MS = Number(2n ** 63n / 1_000_000n) - 1;
/** SEVERITY_NUMBER_INFO. */
const INFO = 9;

/**
 * One resource a workspace, each with its records in their order.
 * @param version of this program.
 */
export function toLogsRequest(
  deliveries: readonly Delivery[],
  settings: RequestSettings,
  version: string,
): LogsRequest {
  const scope = { name: NAME, version };
  const byWorkspace = new Map<number, { event: StoredEvent; logRecords: LogRecord[] }>();
  for (const delivery of deliveries) {
    const { event } = delivery;
    const group = byWorkspace.get(event.workspaceKey) ?? { event, logRecords: [] };
    byWorkspace.set(event.workspaceKey, group);
    group.logRecords.push(toLogRecord(delivery, settings.body));
  }
  const resourceLogs = [...byWorkspace.values()].map(
    ({ event, logRecords }): ResourceLogs => ({
      resource: { attributes: resourceOf(event, settings) },
      scopeLogs: [{ scope, logRecords }],
    }),
  );
  return { resourceLogs };
}

function resourceOf(event: StoredEvent, settings: RequestSettings): readonly KeyValue[] {
  return toAttributes({
    'service.name': settings.service_name,
    'workato.workspace': event.workspace,
    'workato.base_url': event.baseUrl,
    ...settings.resource_attributes,
  });
}

function toLogRecord({ event, line }: Delivery, body: RequestSettings['body']): LogRecord {
  const text = textOf(line);
  const value = readAnyValue(text);
  return {
    timeUnixNano: toNanoseconds(event.time),
    observedTimeUnixNano: toNanoseconds(event.firstSeen),
    severityNumber: INFO,
    severityText: 'INFO',
    body: body === 'text' ? { stringValue: text } : value,
    attributes: attributesOf(event, line === event.raw ? value : readAnyValue(textOf(event.raw))),
    eventName: event.type === null ? '' : `workato.${event.type}`,
  };
}

/** After OpenTelemetry's semantic conventions, where they have a name for it. */
function attributesOf(event: StoredEvent, record: AnyValue): readonly KeyValue[] {
  return toAttributes({
    'log.record.uid': `${new URL(event.baseUrl).host}/${event.workspace}/${event.key}`,
    'event.name': event.type,
    'user.id': textAt(record, 'user', 'id'),
    'user.email': textAt(record, 'user', 'email'),
    'user.full_name': textAt(record, 'user', 'name'),
    'client.address': textAt(record, 'details', 'request', 'ip_address'),
    'user_agent.original': textAt(record, 'details', 'request', 'user_agent'),
    'workato.resource.type': event.resourceType,
  });
}

function toAttributes(texts: Readonly<Record<string, string | null>>): readonly KeyValue[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    text === null ? [] : [{ key, value: { stringValue: text } }],
  );
}

/** Times before 1970 and after April 2262 cannot be said in 63 bits, and count as not known. */
function toNanoseconds(time: number | null): string {
  return time === null || time <= 0 || time > LATEST_MS ? '0' : `${Math.round(time)}000000`;
}

function textOf(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
}
