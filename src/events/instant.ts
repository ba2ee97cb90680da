// Instants: Workato's timestamps to epoch milliseconds and back. No Date parsing: what is not one of these forms is unreadable.

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|PDT|PST|[+-]\d{2}:?\d{2})?$/i;

const ZONE_MINUTES: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0, PDT: -420, PST: -480 };

/**
 * Reads `2025-12-18 10:13:40 UTC` and its relatives: `T` or a blank, an optional fraction, `Z`, `UTC`, `±HH:MM`, `±HHMM`,
 * `PDT`, `PST`. Without a zone it is UTC, as in every record known.
 * @returns epoch milliseconds, or null where the text is no such time (or no time of the calendar).
 */
export function parseInstant(text: string): number | null {
  const match = FORM.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const offset = zoneMinutes((zone ?? 'Z').toUpperCase());
  if (offset === null) return null;
  const millis = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const leap = second === '60' ? 59 : Number(second);
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    leap,
    millis,
  );
  return isOnCalendar(local, Number(month), Number(day), Number(hour), Number(minute), leap)
    ? local - offset * 60_000
    : null;
}

/** The form in which Workato takes `from` and `to`: `YYYY-MM-DDTHH:mm:ss.SSSZ`. */
export function formatInstant(time: number): string {
  return new Date(time).toISOString();
}

function zoneMinutes(zone: string): number | null {
  const named = ZONE_MINUTES[zone];
  if (named !== undefined) return named;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function isOnCalendar(
  time: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  const date = new Date(time);
  return (
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  );
}
