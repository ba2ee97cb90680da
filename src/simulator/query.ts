// Reading the raw query string as Workato documents its parameters: arrays repeat their key, with brackets plain or encoded.
import { parseInstant } from '../events/instant.js';
import type { EventKind } from './catalogue.js';
import { pacificOffsetMs } from './timestamp.js';

/** What one request asks for. */
export interface Query {
  /** `page[after]` as it came. */
  after: string | null;
  size: number;
  /** Epoch milliseconds. */
  from: number | null;
  to: number | null;
  /** Null: everything passes. */
  filter: ((kind: EventKind, userId: number | null) => boolean) | null;
}

const LARGEST_SIZE = 100;
const SINGLE = ['page[after]', 'page[size]', 'from', 'to'];
const LISTS = [
  'users_ids[]',
  'include_resource_types[]',
  'exclude_resource_types[]',
  'include_event_types[]',
  'exclude_event_types[]',
];

/** The request in `rawQuery`, or what is wrong with it. */
export function readQuery(rawQuery: string, strict: boolean): Query | { problem: string } {
  const pairs = readPairs(rawQuery);
  if (pairs === null) return { problem: 'The query string is not properly encoded' };
  if (strict) {
    const problem = complain(pairs);
    if (problem !== null) return { problem };
  }
  const last = (key: string) => pairs.findLast(([name]) => name === key)?.[1] ?? null;
  const from = readBound(last('from'));
  const to = readBound(last('to'));
  if (Number.isNaN(from) || Number.isNaN(to)) return { problem: 'Invalid date' };
  return {
    after: last('page[after]'),
    size: readSize(last('page[size]')),
    from,
    to,
    filter: readFilter(pairs),
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

function readPairs(rawQuery: string): Pairs | null {
  try {
    return rawQuery
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', ...value] = part.replaceAll('+', ' ').split('=');
        return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
      });
  } catch {
    return null;
  }
}

function complain(pairs: Pairs): string | null {
  const unknown = pairs.find(([name]) => !SINGLE.includes(name) && !LISTS.includes(name));
  if (unknown) return `Unknown parameter: ${unknown[0]}`;
  const twice = SINGLE.find((name) => pairs.filter(([other]) => other === name).length > 1);
  if (twice !== undefined) return `Parameter given twice: ${twice}`;
  const date = pairs.find(
    ([name, value]) =>
      (name === 'from' || name === 'to') && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  );
  if (date) return `Invalid ${date[0]}: ${date[1]}; expected YYYY-MM-DDTHH:mm:ss.SSSZ`;
  const size = pairs.find(([name]) => name === 'page[size]')?.[1];
  const inRange =
    size === undefined || (/^\d+$/.test(size) && Number(size) >= 1 && Number(size) <= LARGEST_SIZE);
  return inRange ? null : `Invalid page[size]: ${size}`;
}

/** Null where there is none, NaN where it cannot be read. A time without a zone is US Pacific, Workato's own. */
function readBound(text: string | null): number | null {
  if (text === null || text === '') return null;
  const full = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text;
  const utc = parseInstant(full);
  if (utc === null) return Number.NaN;
  const hasZone = /[a-z]$|[+-]\d\d:?\d\d$/i.test(full.slice(10));
  return hasZone ? utc : utc - pacificOffsetMs(utc);
}

function readSize(text: string | null): number {
  const size = Number(text ?? LARGEST_SIZE);
  return Number.isInteger(size) && size >= 1 ? Math.min(size, LARGEST_SIZE) : LARGEST_SIZE;
}

function readFilter(pairs: Pairs): Query['filter'] {
  const [users, includeResources, excludeResources, includeEvents, excludeEvents] = LISTS.map(
    (key) => new Set(pairs.filter(([name]) => name === key).map(([, value]) => value)),
  );
  const passes = (list: Set<string> | undefined, value: string) => !list?.size || list.has(value);
  if (![users, includeResources, excludeResources, includeEvents, excludeEvents].some((list) => list?.size)) {
    return null;
  }
  return (kind, userId) =>
    passes(users, String(userId)) &&
    passes(includeResources, kind.filterType) &&
    passes(includeEvents, kind.eventType) &&
    !excludeResources?.has(kind.filterType) &&
    !excludeEvents?.has(kind.eventType);
}
