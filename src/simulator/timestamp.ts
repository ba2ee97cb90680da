// The forms in which a record's timestamp may be written, and the zone that Workato takes for granted.

/** How `timestamp` is written: `utc` is what every known record has; `mixed` takes them in turn. */
export type TimestampFormat = 'utc' | 'z' | 'offset' | 'india' | 'milliseconds' | 'pacific' | 'mixed';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const INDIA_MS = 5.5 * HOUR_MS;
const IN_TURN = ['utc', 'z', 'offset', 'india', 'milliseconds', 'pacific'] as const;

/** `time` (epoch milliseconds) as the record of event `number` shows it. */
export function writeTimestamp(time: number, format: TimestampFormat, number: number): string {
  switch (format) {
    case 'utc':
      return `${seconds(time, ' ')} UTC`;
    case 'z':
      return `${seconds(time, 'T')}Z`;
    case 'offset':
      return `${seconds(time, 'T')}+00:00`;
    case 'india':
      return `${seconds(time + INDIA_MS, ' ')} +0530`;
    case 'milliseconds':
      return new Date(time).toISOString();
    case 'pacific':
      return `${seconds(time + pacificOffsetMs(time), ' ')} ${isSummer(time) ? 'PDT' : 'PST'}`;
    case 'mixed':
      return writeTimestamp(time, IN_TURN[number % IN_TURN.length] ?? 'utc', number);
  }
}

/** How far US Pacific time is from UTC at `time`, milliseconds (negative). */
export function pacificOffsetMs(time: number): number {
  return (isSummer(time) ? -7 : -8) * HOUR_MS;
}

/** Summer time runs from the second Sunday of March, 10:00 UTC, to the first Sunday of November, 09:00 UTC. */
function isSummer(time: number): boolean {
  const year = new Date(time).getUTCFullYear();
  return time >= sunday(year, 2, 8) + 10 * HOUR_MS && time < sunday(year, 10, 1) + 9 * HOUR_MS;
}

/** The first Sunday of a month that is not before `day`. */
function sunday(year: number, month: number, day: number): number {
  const weekday = new Date(Date.UTC(year, month, day)).getUTCDay();
  return Date.UTC(year, month, day + ((7 - weekday) % 7));
}

/** The date is kept from call to call: neighbours share it, and formatting a date is what costs most in a record. */
const latestDay = { day: Number.NaN, text: '' };

function seconds(time: number, between: string): string {
  const day = Math.floor(time / DAY_MS);
  if (day !== latestDay.day) {
    latestDay.day = day;
    latestDay.text = new Date(time).toISOString().slice(0, 10);
  }
  const second = Math.floor((time - day * DAY_MS) / 1000);
  const minute = Math.floor(second / 60);
  return `${latestDay.text}${between}${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
