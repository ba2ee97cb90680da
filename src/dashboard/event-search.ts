// What is looked for: the address of the page, a search, and the query of the API say the same thing in three ways.

import type { EventQuery, Facets } from '../server/shapes.js';

export const SPANS = [
  { name: '15m', text: 'Last 15 minutes', seconds: 900 },
  { name: '1h', text: 'Last hour', seconds: 3600 },
  { name: '24h', text: 'Last 24 hours', seconds: 86_400 },
  { name: '7d', text: 'Last 7 days', seconds: 604_800 },
  { name: '30d', text: 'Last 30 days', seconds: 2_592_000 },
  { name: 'all', text: 'All time', seconds: null },
] as const;

export const FACETS = [
  'workspace',
  'type',
  'resource',
  'user',
  'ip',
] as const satisfies readonly (keyof EventQuery & keyof Facets)[];
export type FacetName = (typeof FACETS)[number];

export const FACET_TITLES: Readonly<Record<FacetName, string>> = {
  workspace: 'Workspace',
  type: 'Event type',
  resource: 'Resource type',
  user: 'User',
  ip: 'IP address',
};

type SpanName = (typeof SPANS)[number]['name'];

export interface Search {
  /** A span up to now, or the two ends that were given. */
  span: SpanName | 'custom';
  /** ISO 8601 in UTC; of a custom span. */
  since: string | null;
  until: string | null;
  chosen: Readonly<Record<FacetName, readonly string[]>>;
  q: string;
  isLive: boolean;
  /** The position of the event that is open. */
  open: number | null;
}

const DEFAULT_SPAN = '24h';

export function parseSearch(params: URLSearchParams): Search {
  const [since, until] = [readTime(params.get('since')), readTime(params.get('until'))];
  const named = SPANS.find(({ name }) => name === params.get('last'))?.name;
  const open = Number(params.get('open'));
  return {
    span: since !== null || until !== null ? 'custom' : (named ?? DEFAULT_SPAN),
    since,
    until,
    chosen: {
      workspace: params.getAll('workspace'),
      type: params.getAll('type'),
      resource: params.getAll('resource'),
      user: params.getAll('user'),
      ip: params.getAll('ip'),
    },
    q: params.get('q') ?? '',
    isLive: params.get('live') === '1',
    open: Number.isSafeInteger(open) && open > 0 ? open : null,
  };
}

/** The address that shows `search`. */
export function writeSearch(search: Search): string {
  const params = writeFilters(search);
  if (search.span === 'custom') {
    if (search.since !== null) params.set('since', search.since);
    if (search.until !== null) params.set('until', search.until);
  } else if (search.span !== DEFAULT_SPAN) params.set('last', search.span);
  if (search.isLive) params.set('live', '1');
  if (search.open !== null) params.set('open', String(search.open));
  const text = params.toString();
  return text === '' ? '/events' : `/events?${text}`;
}

const STEP_MS = 10_000;

/** What the API is asked, for a span that ends at `now`. */
export function toQuery(search: Search, now: number): string {
  const params = writeFilters(search);
  if (search.span === 'custom') {
    if (search.since !== null) params.set('since', search.since);
    if (search.until !== null) params.set('until', search.until);
    return params.toString();
  }
  const seconds = SPANS.find(({ name }) => name === search.span)?.seconds ?? null;
  if (seconds !== null) {
    // In coarse steps, so that pages that ask at the same moment ask the same.
    const since = Math.floor((now - seconds * 1000) / STEP_MS) * STEP_MS;
    params.set('since', new Date(since).toISOString());
  }
  return params.toString();
}

/** `search` with `value` chosen, or not any more. */
export function toggleFacet(search: Search, facet: FacetName, value: string): Search {
  const before = search.chosen[facet];
  const values = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  return { ...search, chosen: { ...search.chosen, [facet]: values } };
}

export function hasFilters({ chosen, q }: Search): boolean {
  return q !== '' || FACETS.some((facet) => chosen[facet].length > 0);
}

export function withoutFilters(search: Search): Search {
  return { ...search, q: '', chosen: { workspace: [], type: [], resource: [], user: [], ip: [] } };
}

function writeFilters({ chosen, q }: Search): URLSearchParams {
  const params = new URLSearchParams();
  for (const facet of FACETS) for (const value of chosen[facet]) params.append(facet, value);
  if (q !== '') params.set('q', q);
  return params;
}

function readTime(text: string | null): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
