// `otlp` as protocol buffers, compressed, the body a structure, as it is by default.
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { gzipped, openBareHttp } from './bare-http.mjs';

const PROTO = new URL('../../test/support/otlp-logs.proto', import.meta.url);

export const otlp = {
  type: 'otlp',
  what: 'otlp (protobuf, gzip)',
  bareClient: 'JSON.parse, protobufjs, gzip, undici',
  receiver: 'http',
  settings: (port) => ({ url: `http://127.0.0.1:${port}` }),
  async openBare(port) {
    const { post, close } = openBareHttp(port);
    const { root } = protobuf.parse(readFileSync(PROTO, 'utf8'));
    const request = root.lookupType('ExportLogsServiceRequest');
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
    return {
      write: async (batch) =>
        post('/v1/logs', await gzipped(request.encode(requestOf(batch)).finish()), headers),
      close,
    };
  },
};

function requestOf({ deliveries }) {
  const resource = {
    attributes: pairs({
      'service.name': 'bench',
      'workato.workspace': 'bench',
      'workato.base_url': 'http://127.0.0.1',
    }),
  };
  const logRecords = deliveries.map(toLogRecord);
  const scopeLogs = [{ scope: { name: 'bench', version: '0' }, logRecords }];
  return { resourceLogs: [{ resource, scopeLogs }] };
}

function toLogRecord({ event, line }) {
  const record = JSON.parse(line);
  return {
    timeUnixNano: event.time * 1e6,
    observedTimeUnixNano: event.firstSeen * 1e6,
    severityNumber: 9,
    severityText: 'INFO',
    body: toValue(record),
    eventName: `workato.${event.type}`,
    attributes: pairs({
      'log.record.uid': `127.0.0.1/bench/${event.key}`,
      'event.name': event.type,
      'user.id': String(record.user?.id),
      'user.email': record.user?.email,
      'user.full_name': record.user?.name,
      'client.address': record.details?.request?.ip_address,
      'user_agent.original': record.details?.request?.user_agent,
      'workato.resource.type': event.resourceType,
    }),
  };
}

function toValue(value) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  return value === null ? {} : { kvlistValue: { values: pairs(value) } };
}

function pairs(values) {
  const list = [];
  for (const key in values) if (values[key] !== undefined) list.push({ key, value: toValue(values[key]) });
  return list;
}
