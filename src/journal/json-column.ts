// Plain data in a column of text.
import type { Json } from './journal-data.js';

export function toColumn(value: Json): string | null {
  return value === null ? null : JSON.stringify(value);
}

export function fromColumn(text: string | null): Json {
  return text === null ? null : JSON.parse(text);
}
