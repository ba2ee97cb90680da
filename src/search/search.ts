// Searching the journal: over the index for which events, in the journal for what they say. Runs in a thread of its own.
import type { JournalReader } from '../journal/journal.js';
import type { StoredEvent } from '../journal/journal-data.js';
import {
  eachRow,
  type FacetCounts,
  isNewer,
  Newest,
  type Question,
  topFacets,
  type WordRows,
} from './count.js';
import { FACETS, type FacetName, fieldsOf } from './fields.js';
import type { IndexFile } from './index-file.js';
import { wordsOf } from './words.js';

/** An event that was found, as a list shows it. */
export interface Hit {
  event: Omit<StoredEvent, 'raw'>;
  ip: string | null;
  resourceName: string | null;
}

/** The same with its body. */
export interface WholeHit extends Hit {
  event: StoredEvent;
}

export interface HitPage<Found extends Hit = Hit> {
  hits: readonly Found[];
  /** Of the last hit; null: there are no more. */
  next: Cursor | null;
  head: number;
  indexed: number;
}

/** Where a page ended: by arrival, both are the position. */
export interface Cursor {
  time: number;
  position: number;
}

/** Newest first by event time, or by when they were stored. */
export type HitOrder = 'time' | 'arrival';

export interface HistogramAnswer {
  from: number;
  to: number;
  stepMs: number;
  counts: readonly number[];
  total: number;
}

export interface ActivityAnswer {
  workspaces: readonly { name: string; counts: readonly number[] }[];
  /** How many events of the journal are not indexed yet, and not counted. */
  unindexed: number;
}

export interface Search {
  /** Without bodies: to hand them from thread to thread costs more than all the rest. */
  page(question: Question, limit: number, before: Cursor | null, order?: HitOrder): Promise<HitPage>;
  wholePage(
    question: Question,
    limit: number,
    before: Cursor | null,
    order?: HitOrder,
  ): Promise<HitPage<WholeHit>>;
  histogram(question: Question, buckets: number): Promise<HistogramAnswer>;
  facets(question: Question): Promise<Record<FacetName, FacetCounts[]>>;
  /** Events by workspace and step, `[from, from + steps × stepMs)`. */
  activity(from: number, stepMs: number, steps: number): Promise<ActivityAnswer>;
}

/** Further words of a text are not looked at. */
const MOST_WORDS = 16;

export function createSearch(index: IndexFile, journal: JournalReader): Search {
  const { columns, dictionary } = index;

  /** Rows that hold every word of `text`. */
  const rowsWith = (text: string | undefined): WordRows => {
    const words = wordsOf(text ?? '').slice(0, MOST_WORDS);
    return words.length === 0 ? null : index.find(words);
  };

  /** Bodies go in the order of their positions: what lies before the first that is there has none. */
  const findRange = async () => {
    const [first] = await journal.read(0, { events: 1, bytes: 1 });
    return { firstRow: columns.rowFrom(first?.position ?? Number.POSITIVE_INFINITY) };
  };

  const each = async (question: Question, visit: (row: number, time: number) => void): Promise<void> => {
    const range = await findRange();
    eachRow(columns, dictionary, question, rowsWith(question.q), range, visit);
  };

  const wholePage: Search['wholePage'] = async (question, limit, before, order = 'time') => {
    const newest = new Newest(limit + 1);
    await each(question, (row, time) => {
      const position = columns.position[row] ?? 0;
      const rank = order === 'arrival' ? position : time;
      if (before === null || isNewer(before.time, before.position, rank, position))
        newest.offer(rank, position);
    });
    const found = newest.list();
    const shown = found.slice(0, limit);
    const hits = await readHits(journal, shown);
    const last = shown.at(-1);
    const next = found.length > limit && last ? last : null;
    return { hits, next, head: await journal.head(), indexed: index.indexed };
  };

  return {
    wholePage,
    async page(question, limit, before, order) {
      const { hits, ...page } = await wholePage(question, limit, before, order);
      return { ...page, hits: hits.map(({ event: { raw: _, ...event }, ...rest }) => ({ event, ...rest })) };
    },

    async histogram(question, buckets) {
      const [from, to] = await spanOf(question, each);
      const stepMs = Math.max(1000, Math.ceil((to - from) / buckets / 1000) * 1000);
      const counts = new Array<number>(Math.max(1, Math.ceil((to - from) / stepMs))).fill(0);
      let total = 0;
      await each({ ...question, since: from, until: to }, (_row, time) => {
        const bucket = Math.floor((time - from) / stepMs);
        counts[bucket] = (counts[bucket] ?? 0) + 1;
        total += 1;
      });
      return { from, to: from + counts.length * stepMs, stepMs, counts, total };
    },

    async facets(question) {
      const size = dictionary.texts.length;
      const empty = () => new Uint32Array(size);
      const counts = { workspace: empty(), type: empty(), resource: empty(), user: empty(), ip: empty() };
      const pairs = FACETS.map((facet) => [counts[facet], columns.facets[facet]] as const);
      await each(question, (row) => {
        for (const [count, column] of pairs) {
          const number = column[row] ?? 0;
          count[number] = (count[number] ?? 0) + 1;
        }
      });
      return topFacets(counts, dictionary);
    },

    async activity(from, stepMs, steps) {
      const byWorkspace = new Map<number, number[]>();
      await each({ since: from, until: from + steps * stepMs }, (row, time) => {
        const workspace = columns.facets.workspace[row] ?? 0;
        const counts = byWorkspace.get(workspace) ?? new Array<number>(steps).fill(0);
        byWorkspace.set(workspace, counts);
        const step = Math.floor((time - from) / stepMs);
        counts[step] = (counts[step] ?? 0) + 1;
      });
      const workspaces = [...byWorkspace].map(([number, counts]) => ({
        name: dictionary.texts[number] ?? '',
        counts,
      }));
      return { workspaces, unindexed: Math.max(0, (await journal.head()) - index.indexed) };
    },
  };
}

type Each = (question: Question, visit: (row: number, time: number) => void) => Promise<void>;

/** The span that the question names, or that of what it finds. */
async function spanOf(question: Question, each: Each): Promise<readonly [number, number]> {
  if (question.since !== undefined && question.until !== undefined) return [question.since, question.until];
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  await each(question, (_row, time) => {
    if (time < oldest) oldest = time;
    if (time > newest) newest = time;
  });
  if (oldest > newest) return [question.since ?? 0, question.until ?? (question.since ?? 0) + 1000];
  return [question.since ?? Math.floor(oldest / 1000) * 1000, question.until ?? newest + 1];
}

async function readHits(journal: JournalReader, found: readonly Cursor[]): Promise<readonly WholeHit[]> {
  const events = await journal.readAt(found.map(({ position }) => position));
  const byPosition = new Map(events.map((event) => [event.position, event]));
  return found.flatMap(({ position }) => {
    const event = byPosition.get(position);
    if (!event) return [];
    const { ip, resourceName } = fieldsOf(event);
    return [{ event, ip, resourceName }];
  });
}
