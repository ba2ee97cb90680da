// Moments as people write them in settings and flags. A zone is asked for: a guess would shift history by hours.
import { parseInstant } from '../events/instant.js';

/** What a message says where a moment was expected. */
export const MOMENT_FORM =
  'a date such as 2026-01-01 (midnight UTC) or a time with its zone such as 2026-01-01T09:30:00Z';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME_WITH_ZONE =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** Reads an ISO 8601 date, or a time with a zone, to epoch milliseconds; null where the text is neither. */
export function parseMoment(text: string): number | null {
  const trimmed = text.trim();
  if (DATE.test(trimmed)) return parseInstant(`${trimmed}T00:00:00Z`);
  const match = TIME_WITH_ZONE.exec(trimmed);
  if (!match) return null;
  const [, date, minute, second, zone] = match;
  return parseInstant(`${date}T${minute}${second ?? ':00'}${zone}`);
}
