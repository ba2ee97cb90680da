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

/** What is found on the way of `names` from member to member; null where the way ends. Texts, and numbers with all their digits. */
export function textAt(value: AnyValue, ...names: readonly string[]): string | null {
  const [name, ...others] = names;
  if (name === undefined) return value.intValue ?? (value.stringValue || null);
  const member = value.kvlistValue?.values.find(({ key }) => key === name);
  return member ? textAt(member.value, ...others) : null;
}
