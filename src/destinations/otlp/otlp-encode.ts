// An ExportLogsServiceRequest as protocol buffers. Field numbers are those of opentelemetry-proto 1.x: collector/logs, logs, resource,
// common. Fields are written from the last to the first; what is empty is left out, as proto3 has it.
import { ProtobufWriter } from './otlp-protobuf.js';
import type { LogRecord, LogsRequest, ResourceLogs } from './otlp-request.js';
import type { AnyValue, KeyValue } from './otlp-value.js';

export function encodeLogsRequest({ resourceLogs }: LogsRequest): Buffer {
  const writer = new ProtobufWriter();
  writeEach(writer, 1, resourceLogs, writeResourceLogs);
  return writer.finish();
}

/** A repeated field of messages. */
function writeEach<Item>(
  writer: ProtobufWriter,
  field: number,
  items: readonly Item[],
  write: (writer: ProtobufWriter, item: Item) => void,
): void {
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const end = writer.length;
    write(writer, items[index] as Item);
    writer.head(field, end);
  }
}

function writeResourceLogs(writer: ProtobufWriter, { resource, scopeLogs }: ResourceLogs): void {
  writeEach(writer, 2, scopeLogs, writeScopeLogs);
  const end = writer.length;
  writeEach(writer, 1, resource.attributes, writeKeyValue);
  writer.head(1, end);
}

function writeScopeLogs(
  writer: ProtobufWriter,
  { scope, logRecords }: ResourceLogs['scopeLogs'][number],
): void {
  writeEach(writer, 2, logRecords, writeRecord);
  const end = writer.length;
  writer.string(2, scope.version);
  writer.string(1, scope.name);
  writer.head(1, end);
}

function writeRecord(writer: ProtobufWriter, record: LogRecord): void {
  if (record.eventName !== '') writer.string(12, record.eventName);
  if (record.observedTimeUnixNano !== '0') writer.fixed64(11, BigInt(record.observedTimeUnixNano));
  writeEach(writer, 6, record.attributes, writeKeyValue);
  const end = writer.length;
  writeValue(writer, record.body);
  writer.head(5, end);
  writer.string(3, record.severityText);
  writer.varint(2, record.severityNumber);
  if (record.timeUnixNano !== '0') writer.fixed64(1, BigInt(record.timeUnixNano));
}

function writeKeyValue(writer: ProtobufWriter, { key, value }: KeyValue): void {
  const end = writer.length;
  writeValue(writer, value);
  writer.head(2, end);
  writer.string(1, key);
}

/** The one member that is there, also where it is empty; none for null. */
function writeValue(writer: ProtobufWriter, value: AnyValue): void {
  const { stringValue, intValue, kvlistValue, arrayValue, boolValue, doubleValue } = value;
  const end = writer.length;
  if (stringValue !== undefined) writer.string(1, stringValue);
  else if (intValue !== undefined) writer.varint(3, toInt64(intValue));
  else if (boolValue !== undefined) writer.varint(2, boolValue ? 1 : 0);
  else if (doubleValue !== undefined) writer.double(4, doubleValue);
  else if (arrayValue !== undefined) {
    writeEach(writer, 1, arrayValue.values, writeValue);
    writer.head(5, end);
  } else if (kvlistValue !== undefined) {
    writeEach(writer, 1, kvlistValue.values, writeKeyValue);
    writer.head(6, end);
  }
}

/** A number where that is exact: it is quicker to write. */
function toInt64(text: string): number | bigint {
  const number = Number(text);
  return number >= 0 && Number.isSafeInteger(number) ? number : BigInt(text);
}
