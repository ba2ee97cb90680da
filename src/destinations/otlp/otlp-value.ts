// OpenTelemetry's AnyValue: what the body of a log record and its attributes are made of (opentelemetry-proto, common.proto).

/** As OTLP/JSON writes it. One of these, or none for null. */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  /** 64 bits, as decimal text. */
  intValue?: string;
  doubleValue?: number;
  arrayValue?: { values: readonly AnyValue[] };
  kvlistValue?: { values: readonly KeyValue[] };
}

export interface KeyValue {
  key: string;
  value: AnyValue;
}

/** The member called `name`; undefined where there is none. */
export function memberOf(value: AnyValue | undefined, name: string): AnyValue | undefined {
  return value?.kvlistValue?.values.find(({ key }) => key === name)?.value;
}

/** A text, or an integer with all its digits; null where it is something else. */
export function textOf(value: AnyValue | undefined): string | null {
  return value?.stringValue ?? value?.intValue ?? null;
}
