// A Workato without a network: the truth set, every reading of the undocumented parts as a switch, faults by script.
// The real HTTP look-alike has tests of its own; this one lets thousands of histories run in seconds.
import type { AuditEvent } from '../../src/events/event.js';
import type { Page, PageQuery } from '../../src/events/page.js';
import { cutPage } from '../../src/events/page-reader.js';
import type { Clock } from '../../src/platform/clock.js';
import { CollectorError } from '../../src/platform/errors.js';
import type { Source } from '../../src/pull/source.js';

export interface TrueEvent {
  id: number;
  /** Epoch milliseconds. */
  time: number;
  /** From when on the API shows it. */
  visibleAt: number;
  workspace?: number;
  /** Printed instead of the time. */
  timestamp?: string | null;
}

export interface Behaviour {
  order: 'newest first' | 'oldest first';
  /** What rows are put in order by; `chance`: always the same order, which has to do with neither. */
  sortedBy: 'id' | 'time' | 'chance';
  cursor: 'exclusive' | 'inclusive' | 'offset' | 'ignored' | 'alternating';
  /** Whether an id cursor finds its row, or compares ids. */
  follows: 'rows' | 'ids';
  includesFrom: boolean;
  includesTo: boolean;
  pageLimit: number;
  /** Every so many pages only a third of the page is shown. 0: never. */
  shortPageEvery: number;
  datesAnswers: boolean;
  /** Whether `from` and `to` lose their milliseconds. */
  wholeSeconds: boolean;
  /** Asking for what is older is answered by 410. */
  keepsFrom: number;
}

export const BEST_READING: Behaviour = {
  order: 'newest first',
  sortedBy: 'id',
  cursor: 'exclusive',
  follows: 'ids',
  includesFrom: true,
  includesTo: true,
  pageLimit: 100,
  shortPageEvery: 0,
  datesAnswers: true,
  wholeSeconds: false,
  keepsFrom: 0,
};

export interface ModelWorkato extends Source {
  readonly truth: TrueEvent[];
  readonly queries: PageQuery[];
  /** How far the server's clock is ahead of ours, milliseconds. */
  serverOffset: number;
  /** Run before each answer: may throw what the client would throw. */
  fault: (request: number) => void | Promise<void>;
}

/** No history of a test takes as many. */
const MOST_REQUESTS = 5000;

export function createModelWorkato(
  clock: Clock,
  truth: TrueEvent[],
  behaviour: Behaviour,
  latencyMs = 0,
): ModelWorkato {
  const queries: PageQuery[] = [];
  const model: ModelWorkato = {
    truth,
    queries,
    serverOffset: 0,
    fault: () => {},
    renewToken: async () => false,
    async readPage(query, signal): Promise<Page> {
      queries.push(query);
      const number = queries.length;
      if (number > MOST_REQUESTS)
        throw new Error(`A loop: ${number} requests, the last for ${JSON.stringify(query)}`);
      if (latencyMs > 0) await clock.sleep(latencyMs, signal);
      await model.fault(number);
      if ((query.from ?? behaviour.keepsFrom) < behaviour.keepsFrom) {
        throw new CollectorError('UNEXPECTED_RESPONSE', 'gone', { status: 410, retryable: false });
      }
      const now = clock.now() + model.serverOffset;
      const rows = answer(truth, behaviour, query, now, number);
      return {
        events: toEvents(rows),
        serverTime: behaviour.datesAnswers ? Math.floor(now / 1000) * 1000 : null,
        latencyMs,
        correlationId: undefined,
      };
    },
  };
  return model;
}

function answer(
  truth: readonly TrueEvent[],
  how: Behaviour,
  query: PageQuery,
  now: number,
  number: number,
): readonly TrueEvent[] {
  const cut = (time: number) => (how.wholeSeconds ? Math.floor(time / 1000) * 1000 : time);
  const from = cut(query.from ?? Number.NEGATIVE_INFINITY);
  const to = cut(query.to ?? Number.POSITIVE_INFINITY);
  const sign = how.order === 'newest first' ? -1 : 1;
  const rows = truth
    .filter((event) => event.visibleAt <= now)
    .filter(
      ({ time }) =>
        (how.includesFrom ? time >= from : time > from) && (how.includesTo ? time <= to : time < to),
    )
    .sort((a, b) => sign * compareBy[how.sortedBy](a, b));
  const isShort = how.shortPageEvery > 0 && number % how.shortPageEvery === 0;
  const size = Math.min(query.size ?? 100, how.pageLimit);
  return startAt(rows, how, query.after, number, size).slice(0, isShort ? Math.ceil(size / 3) : size);
}

const compareBy: Record<Behaviour['sortedBy'], (a: TrueEvent, b: TrueEvent) => number> = {
  id: (a, b) => a.id - b.id,
  time: (a, b) => a.time - b.time || a.id - b.id,
  chance: (a, b) => scatter(a.id) - scatter(b.id) || a.id - b.id,
};

function scatter(id: number): number {
  return Math.imul(id ^ (id >>> 7), 0x9e3779b1) >>> 0;
}

function startAt(
  rows: readonly TrueEvent[],
  how: Behaviour,
  after: string | undefined,
  number: number,
  size: number,
): readonly TrueEvent[] {
  if (after === undefined || how.cursor === 'ignored') return rows;
  if (how.cursor === 'alternating') return rows.slice((number % 2) * size);
  if (how.cursor === 'offset') return rows.slice(Number(after));
  const passed = how.cursor === 'exclusive' ? 1 : 0;
  if (how.follows === 'rows') {
    const index = rows.findIndex((row) => row.id === Number(after));
    return index < 0 ? [] : rows.slice(index + passed);
  }
  const sign = how.order === 'newest first' ? -1 : 1;
  return rows.filter((row) => sign * (row.id - Number(after)) >= passed);
}

function toEvents(rows: readonly TrueEvent[]): readonly AuditEvent[] {
  const records = rows.map((row) => ({
    id: row.id,
    timestamp: row.timestamp === undefined ? printTime(row.time) : row.timestamp,
    event_type: 'recipe_updated',
    workspace: { id: row.workspace ?? 7 },
  }));
  return cutPage(Buffer.from(JSON.stringify({ data: records, total: null })));
}

function printTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
