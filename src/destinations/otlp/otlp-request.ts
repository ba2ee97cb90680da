// A batch as OTLP's ExportLogsServiceRequest, in the names of OTLP/JSON. otlp-encode.ts makes bytes of it.
import type { Delivery } from '../../deliver/destination.js';
import type { StoredEvent } from '../../journal/journal-data.js';
import { readAnyValue } from './otlp-read-json.js';
import { type AnyValue, type KeyValue, memberOf, textOf } from './otlp-value.js';

export interface LogsRequest {
  resourceLogs: readonly ResourceLogs[];
}

export interface ResourceLogs {
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
  const byWorkspace = new Map<number, { event: StoredEvent; host: string; logRecords: LogRecord[] }>();
  for (const delivery of deliveries) {
    const { event } = delivery;
    let group = byWorkspace.get(event.workspaceKey);
    if (!group) {
      group = { event, host: new URL(event.baseUrl).host, logRecords: [] };
      byWorkspace.set(event.workspaceKey, group);
    }
    group.logRecords.push(toLogRecord(delivery, settings.body, group.host));
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

function toLogRecord({ event, line }: Delivery, body: RequestSettings['body'], host: string): LogRecord {
  const text = decode(line);
  const value = readAnyValue(text);
  return {
    timeUnixNano: toNanoseconds(event.time),
    observedTimeUnixNano: toNanoseconds(event.firstSeen),
    severityNumber: INFO,
    severityText: 'INFO',
    body: body === 'text' ? { stringValue: text } : value,
    attributes: attributesOf(event, line === event.raw ? value : readAnyValue(decode(event.raw)), host),
    eventName: event.type === null ? '' : `workato.${event.type}`,
  };
}

/** After OpenTelemetry's semantic conventions, where they have a name for it. */
function attributesOf(event: StoredEvent, record: AnyValue, host: string): readonly KeyValue[] {
  const user = memberOf(record, 'user');
  const request = memberOf(memberOf(record, 'details'), 'request');
  return toAttributes({
    'log.record.uid': `${host}/${event.workspace}/${event.key}`,
    'event.name': event.type,
    'user.id': textOf(memberOf(user, 'id')),
    'user.email': textOf(memberOf(user, 'email')),
    'user.full_name': textOf(memberOf(user, 'name')),
    'client.address': textOf(memberOf(request, 'ip_address')),
    'user_agent.original': textOf(memberOf(request, 'user_agent')),
    'workato.resource.type': event.resourceType,
  });
}

function toAttributes(texts: Readonly<Record<string, string | null>>): readonly KeyValue[] {
  const attributes: KeyValue[] = [];
  for (const key in texts) {
    const text = texts[key];
    if (text) attributes.push({ key, value: { stringValue: text } });
  }
  return attributes;
}

/** Times before 1970 and after April 2262 cannot be said in 63 bits, and count as not known. */
function toNanoseconds(time: number | null): string {
  return time === null || time <= 0 || time > LATEST_MS ? '0' : `${Math.round(time)}000000`;
}

function decode(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
}
