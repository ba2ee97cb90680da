// The events that a search finds, page after page, and the new ones as they come.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EventPage, EventRow } from '../../../server/shapes.js';
import { type ApiFailure, toFailure } from '../../api.js';
import { useServices } from '../../services.js';

const PAGE = 100;
/** The index takes about so long to follow the journal. */
const INDEXING_MS = 1000;
/** A list that is watched for days does not grow for ever. */
const MOST_ROWS = 5000;

export interface EventList {
  rows: readonly EventRow[];
  /** How far the search index has come. */
  indexed: number;
  /** How many of the events that there were when this was asked are not indexed yet. */
  unindexed: number;
  hasMore: boolean;
  isLoading: boolean;
  failure: ApiFailure | null;
  loadMore(): void;
  reload(): void;
}

interface Found {
  rows: readonly EventRow[];
  next: string | null;
  indexed: number;
  unindexed: number;
}

const NOTHING: Found = { rows: [], next: null, indexed: 0, unindexed: 0 };

/**
 * Asks for `query` as of a moment, again until everything of that moment is indexed. As long as `search` stays the same it is the same
 * list: what has come since is put in front. A list that is live is in order of arrival, so that late events are seen too.
 */
export function useEvents(query: string, asOf: number, search: string, isLive: boolean): EventList {
  const { api } = useServices();
  const [found, setFound] = useState<Found>(NOTHING);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [loading, setLoading] = useState<'first' | 'more' | null>('first');
  const [turn, setTurn] = useState(0);
  const shown = useRef('');
  const goal = useRef({ asOf: 0, head: 0 });
  const leaving = useRef<AbortController | null>(null);

  const ask = (before: string | null, take: (page: EventPage) => void) => {
    leaving.current?.abort();
    const asking = new AbortController();
    const { signal } = asking;
    leaving.current = asking;
    setLoading(before === null ? 'first' : 'more');
    const cursor = before === null ? '' : `&before=${encodeURIComponent(before)}`;
    const order = isLive ? '&order=arrival' : '';
    api.get<EventPage>(`/api/events?${query}&limit=${PAGE}${cursor}${order}`, signal).then(
      (page) => {
        if (signal.aborted) return;
        take(page);
        setFailure(null);
        setLoading(null);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setFailure(toFailure(error));
        setLoading(null);
      },
    );
  };
  useEffect(() => {
    const isSameSearch = shown.current === search;
    shown.current = search;
    ask(null, (page) => {
      if (goal.current.asOf !== asOf) goal.current = { asOf, head: page.head };
      const { head } = goal.current;
      setFound((before) => mergeNewest(isSameSearch ? before : NOTHING, page, head));
    });
    return () => leaving.current?.abort();
  }, [query, asOf, search, turn]);
  useEffect(() => {
    if (found.unindexed === 0) return;
    const timer = setTimeout(() => setTurn((before) => before + 1), INDEXING_MS);
    return () => clearTimeout(timer);
  }, [found]);

  return {
    rows: found.rows,
    indexed: found.indexed,
    unindexed: found.unindexed,
    hasMore: found.next !== null && found.rows.length < MOST_ROWS,
    isLoading: loading !== null,
    failure,
    loadMore() {
      if (found.next === null || loading !== null) return;
      ask(found.next, (page) => setFound((before) => appendOlder(before, page)));
    },
    reload: () => setTurn((before) => before + 1),
  };
}

/** What is on the newest page goes in front of what was known, where the two meet; otherwise it replaces it. */
function mergeNewest(before: Found, page: EventPage, head: number): Found {
  const fresh = new Set(page.events.map(({ position }) => position));
  const known = before.rows.filter(({ position }) => !fresh.has(position));
  const meets = known.length < before.rows.length;
  return {
    rows: meets ? [...page.events, ...known].slice(0, MOST_ROWS) : page.events,
    next: meets ? before.next : page.next,
    indexed: page.indexed,
    unindexed: Math.max(0, head - page.indexed),
  };
}

function appendOlder(before: Found, page: EventPage): Found {
  const known = new Set(before.rows.map(({ position }) => position));
  return {
    ...before,
    rows: [...before.rows, ...page.events.filter(({ position }) => !known.has(position))],
    next: page.next,
  };
}
