// A receiver of OTLP logs over HTTP on a loopback port. Protocol buffers are read and written by protobufjs from the published definitions,
// so that our own hand on them has something to be held against.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { type HttpReceiver, type Received, type Reply, startHttpReceiver } from './http-receiver.js';

const { root } = protobuf.parse(readFileSync(join(import.meta.dirname, 'otlp-logs.proto'), 'utf8'));

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A log record, in plain words; integers are `int:…`, so that they are told from texts and doubles. */
export interface ReadRecord {
  resource: Readonly<Record<string, Value>>;
  scope: { name?: string; version?: string };
  time: string;
  observed: string;
  severity: number;
  severityText: string;
  eventName: string;
  body: Value;
  attributes: Readonly<Record<string, Value>>;
}

export interface OtlpReceiver extends HttpReceiver {
  /** What was taken, in order. */
  records: readonly ReadRecord[];
  poison: (id: number) => void;
  /** What is said of a poisoned record: the rest of the request is taken, or nothing of it. */
  refuse: (how: 'in part' | 'as a whole') => void;
  /** A warning on a success. */
  warn: (message: string) => void;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const records: ReadRecord[] = [];
  const poisoned = new Set<string>();
  let refusal: 'in part' | 'as a whole' = 'in part';
  let warning = '';

  const answer = (request: Received): Reply => {
    if (request.method !== 'POST' || request.path !== '/v1/logs') return { status: 404 };
    const isJson = request.headers['content-type'] === 'application/json';
    const read = readRecords(request.body, isJson);
    const bad = read.filter(({ body }) => poisoned.has(idOf(body)));
    if (bad.length > 0 && refusal === 'as a whole') {
      return encode('Status', { code: 3, message: 'a record is poisoned' }, isJson, 400);
    }
    records.push(...read.filter((record) => !bad.includes(record)));
    if (bad.length === 0 && warning === '') return encode('ExportLogsServiceResponse', {}, isJson);
    const errorMessage = bad.length > 0 ? 'a record is poisoned' : warning;
    const partialSuccess = { rejectedLogRecords: bad.length, errorMessage };
    return encode('ExportLogsServiceResponse', { partialSuccess }, isJson);
  };

  return {
    ...(await startHttpReceiver(answer)),
    records,
    poison: (id) => void poisoned.add(`int:${id}`),
    refuse: (how) => {
      refusal = how;
    },
    warn: (message) => {
      warning = message;
    },
  };
}

function encode(type: string, content: object, isJson: boolean, status = 200): Reply {
  const message = root.lookupType(type);
  return isJson
    ? { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }
    : {
        status,
        headers: { 'content-type': 'application/x-protobuf' },
        body: message.encode(message.fromObject(content)).finish(),
      };
}

function idOf(body: Value): string {
  return typeof body === 'object' && body !== null && 'id' in body ? String(body['id']) : '';
}

// biome-ignore lint/suspicious/noExplicitAny: what a request holds is only known once it is read
type Any = any;

/** Every record of a request, whichever way it is written. */
export function readRecords(body: Buffer, isJson: boolean): readonly ReadRecord[] {
  const type = root.lookupType('ExportLogsServiceRequest');
  const request: Any = isJson
    ? JSON.parse(body.toString('utf8'))
    : type.toObject(type.decode(body), { longs: String, oneofs: false });
  return (request.resourceLogs ?? []).flatMap(({ resource, scopeLogs }: Any) =>
    scopeLogs.flatMap(({ scope, logRecords }: Any) =>
      logRecords.map((record: Any) => ({
        resource: readPairs(resource.attributes),
        scope: { name: scope.name, version: scope.version },
        time: String(record.timeUnixNano ?? 0),
        observed: String(record.observedTimeUnixNano ?? 0),
        severity: record.severityNumber,
        severityText: record.severityText,
        eventName: record.eventName ?? '',
        body: readValue(record.body),
        attributes: readPairs(record.attributes),
      })),
    ),
  );
}

function readPairs(pairs: Any): Record<string, Value> {
  return Object.fromEntries((pairs ?? []).map(({ key = '', value }: Any) => [key, readValue(value)]));
}

function readValue(value: Any): Value {
  if (value?.stringValue !== undefined) return value.stringValue;
  if (value?.boolValue !== undefined) return value.boolValue;
  if (value?.intValue !== undefined) return `int:${value.intValue}`;
  if (value?.doubleValue !== undefined) return value.doubleValue;
  if (value?.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(readValue);
  if (value?.kvlistValue !== undefined) return readPairs(value.kvlistValue.values);
  return null;
}
