// Times as people read them, in the zone that they chose, which is always named.
import type { Zone } from './preferences.js';

const MINUTE_MS = 60_000;

const formats = { local: createFormats(undefined), utc: createFormats('UTC') };

/** Swedish writes dates as ISO 8601 does. */
function createFormats(timeZone: string | undefined) {
  const day = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone } as const;
  const minute = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  return {
    full: new Intl.DateTimeFormat('sv-SE', { ...day, ...minute, second: '2-digit' }),
    minute: new Intl.DateTimeFormat('sv-SE', { ...day, ...minute }),
    day: new Intl.DateTimeFormat('sv-SE', day),
    clock: new Intl.DateTimeFormat('sv-SE', minute),
  };
}

export type TimeForm = keyof (typeof formats)['utc'];

/** `2026-11-23 14:05:09` in `zone`; the text itself where it is no time. */
export function formatTime(time: string | number, zone: Zone, form: TimeForm = 'full'): string {
  const instant = new Date(time);
  return Number.isNaN(instant.getTime()) ? String(time) : formats[zone][form].format(instant);
}

/** `UTC+02:00`, as it is or was at `time`. */
export function formatOffset(time: number, zone: Zone): string {
  const minutes = zone === 'utc' ? 0 : -new Date(time).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** The value of a `datetime-local` field for `time`. */
export function toField(time: string | number, zone: Zone): string {
  const at = new Date(time).getTime();
  const shift = zone === 'utc' ? 0 : new Date(at).getTimezoneOffset() * MINUTE_MS;
  return new Date(at - shift).toISOString().slice(0, 16);
}

/** The time of a `datetime-local` field, as ISO 8601 in UTC; null where there is none. */
export function fromField(value: string, zone: Zone): string | null {
  const instant = new Date(zone === 'utc' ? `${value}Z` : value);
  return value === '' || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** Seconds from `time` to `now`; null where one of them is none. */
export function secondsBetween(time: string | null, now: string): number | null {
  const seconds = time === null ? Number.NaN : (Date.parse(now) - Date.parse(time)) / 1000;
  return Number.isNaN(seconds) ? null : seconds;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
