// An ExportLogsServiceRequest as protocol buffers. Field numbers are those of opentelemetry-proto 1.x: collector/logs, logs, resource,
// common. Fields are written from the last to the first; what is empty is left out, as proto3 has it.
import { ProtobufWriter } from './otlp-protobuf.js';
import type { LogRecord, LogsRequest } from './otlp-request.js';
import type { AnyValue, KeyValue } from './otlp-value.js';

export function encodeLogsRequest({ resourceLogs }: LogsRequest): Buffer {
  const writer = new ProtobufWriter();
  for (const { resource, scopeLogs } of resourceLogs.toReversed()) {
    writer.message(1, () => {
      for (const { scope, logRecords } of scopeLogs.toReversed()) {
        writer.message(2, () => {
          for (const record of logRecords.toReversed()) writer.message(2, () => writeRecord(writer, record));
          writer.message(1, () => {
            writer.string(2, scope.version);
            writer.string(1, scope.name);
          });
        });
      }
      writer.message(1, () => writeKeyValues(writer, 1, resource.attributes));
    });
  }
  return writer.finish();
}

function writeRecord(writer: ProtobufWriter, record: LogRecord): void {
  const { timeUnixNano, observedTimeUnixNano, severityNumber, severityText, eventName } = record;
  if (eventName !== '') writer.string(12, eventName);
  if (observedTimeUnixNano !== '0') writer.fixed64(11, BigInt(observedTimeUnixNano));
  writeKeyValues(writer, 6, record.attributes);
  writer.message(5, () => writeValue(writer, record.body));
  writer.string(3, severityText);
  writer.varint(2, severityNumber);
  if (timeUnixNano !== '0') writer.fixed64(1, BigInt(timeUnixNano));
}

function writeKeyValues(writer: ProtobufWriter, field: number, pairs: readonly KeyValue[]): void {
  for (const { key, value } of pairs.toReversed()) {
    writer.message(field, () => {
      writer.message(2, () => writeValue(writer, value));
      writer.string(1, key);
    });
  }
}

/** The one member that is there, also where it is empty; none for null. */
function writeValue(writer: ProtobufWriter, value: AnyValue): void {
  if (value.stringValue !== undefined) writer.string(1, value.stringValue);
  else if (value.boolValue !== undefined) writer.varint(2, value.boolValue ? 1 : 0);
  else if (value.intValue !== undefined) writer.varint(3, toInt64(value.intValue));
  else if (value.doubleValue !== undefined) writer.double(4, value.doubleValue);
  else if (value.arrayValue !== undefined) {
    const { values } = value.arrayValue;
    writer.message(5, () => {
      for (const element of values.toReversed()) writer.message(1, () => writeValue(writer, element));
    });
  } else if (value.kvlistValue !== undefined) {
    const { values } = value.kvlistValue;
    writer.message(6, () => writeKeyValues(writer, 1, values));
  }
}

/** Small ones as a number: that is quicker to write. */
function toInt64(text: string): number | bigint {
  const number = Number(text);
  return number >= 0 && number < 0x80 ? number : BigInt(text);
}
