// Events as CSV (RFC 4180). What a spreadsheet would take for a formula is made text: records are not to be trusted.
import type { EventRow } from './shapes.js';

const COLUMNS = [
  'time',
  'workspace',
  'type',
  'user',
  'resource_type',
  'resource_name',
  'ip',
  'first_seen',
  'position',
] as const satisfies readonly (keyof EventRow)[];

export const CSV_HEAD = `${[...COLUMNS, 'raw'].join(',')}\r\n`;

export function toCsvLine(row: EventRow, raw: string): string {
  return `${[...COLUMNS.map((column) => row[column]), raw].map(toCell).join(',')}\r\n`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
