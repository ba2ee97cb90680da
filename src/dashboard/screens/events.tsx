// Search over the journal, and the events as they come. The address holds the whole state: what is seen can be sent to somebody.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Histogram as Counts, Facets } from '../../server/shapes.js';
import { parseSearch, type Search, toQuery, writeSearch } from '../event-search.js';
import { Histogram } from '../parts/histogram.js';
import { Failure, Skeleton } from '../parts/notice.js';
import { navigate, usePlace } from '../route.js';
import { useLivePart } from '../services.js';
import { useQuery } from '../use-query.js';
import { EventDrawer } from './events/event-drawer.js';
import { EventTable } from './events/event-table.js';
import { FacetPanel } from './events/facet-panel.js';
import { SearchBar } from './events/search-bar.js';
import { useAsOf } from './events/use-as-of.js';
import { useEventKeys } from './events/use-event-keys.js';
import { useEvents } from './events/use-events.js';

const BUCKETS = 72;
const LIST_MS = 2000;
const COUNTS_MS = 10_000;

export function Events() {
  const { params } = usePlace();
  const search = useMemo(() => parseSearch(params), [params]);
  const news = useLivePart(({ status }) => (search.isLive ? (status?.journal.head ?? 0) : null));
  // The same search, whether an event is open or not.
  const name = writeSearch({ ...search, open: null });
  const asOf = useAsOf(name, news, LIST_MS);
  const query = toQuery(search, asOf);
  const list = useEvents(query, asOf, name, search.isLive);
  const countsAsOf = useAsOf(name, search.isLive ? list.indexed : null, COUNTS_MS);
  const countsQuery = toQuery(search, countsAsOf);
  // Counted again once everything is indexed; a live list goes on by itself.
  const version = search.isLive ? countsAsOf : list.unindexed === 0;
  const counts = useQuery<Counts>(`/api/histogram?${countsQuery}&buckets=${BUCKETS}`, version);
  const facets = useQuery<Facets>(`/api/facets?${countsQuery}`, version);

  const change = (next: Search, how: 'push' | 'replace' = 'push') => navigate(writeSearch(next), how);
  const open = (position: number | null) =>
    change({ ...search, open: position }, search.open === null ? 'push' : 'replace');
  useEventKeys({ list, search, onOpen: open, onLive: () => change(toggleLive(search)) });
  useFocusAfter(search.open);

  return (
    <>
      <h1 tabIndex={-1} class="hidden">
        Events
      </h1>
      <SearchBar search={search} query={query} onChange={change} onLive={() => change(toggleLive(search))} />
      <div class="chart">
        {counts.answer && (
          <Histogram
            counts={counts.answer}
            onChoose={(since, until) => change({ ...search, span: 'custom', since, until, isLive: false })}
          />
        )}
        {!counts.answer && !counts.failure && <Skeleton lines={2} label="Waiting for the histogram" />}
        {counts.failure && <Failure failure={counts.failure} onRetry={counts.reload} />}
      </div>
      <div class="finds">
        <FacetPanel facets={facets} search={search} onChange={change} />
        <EventTable list={list} search={search} onChange={change} onOpen={open} />
      </div>
      {search.open !== null && (
        <EventDrawer
          key="drawer"
          position={search.open}
          search={search}
          onClose={() => open(null)}
          onChange={change}
        />
      )}
    </>
  );
}

/** Live is always up to now. */
function toggleLive(search: Search): Search {
  if (search.isLive) return { ...search, isLive: false };
  const span = search.span === 'custom' ? '1h' : search.span;
  return { ...search, isLive: true, span, since: null, until: null };
}

/** The event that was open last has the focus once it is closed. */
function useFocusAfter(open: number | null): void {
  const last = useRef(open);
  useEffect(() => {
    if (open === null && last.current !== null)
      document.querySelector<HTMLElement>(`a[data-position="${last.current}"]`)?.focus();
    last.current = open;
  }, [open]);
}
