// What the look-alike was asked: for tests that count requests, and to prove that a budget was kept.
import { WINDOW_MS } from './rate-limit.js';

/** One request and what came of it. Tokens are not kept. */
export interface LoggedRequest {
  /** Counted from 1. */
  number: number;
  /** When it came, epoch milliseconds by the simulator's clock. */
  time: number;
  path: string;
  /** The query string as it came. */
  query: string;
  /** `workspace.id`, where the token led to one. */
  workspace: number | null;
  status: number;
  /** Records on the page. */
  rows: number;
  /** The fault that was played, where one was. */
  fault: string | null;
  correlationId: string;
}

/** The times of one token's requests; those before `first` are more than a minute old. */
interface Minute {
  times: number[];
  first: number;
  busiest: number;
}

const MOST_KEPT = 100_000;

/** The latest 100,000 requests, and the busiest minute of all. */
export class RequestLog {
  /** Requests so far. */
  count = 0;
  readonly #entries: LoggedRequest[] = [];
  readonly #minutes = new Map<string, Minute>();

  /** Counts a request of `token` at its arrival; the number it gets. */
  arrive(token: string, time: number): number {
    this.count += 1;
    const minute = this.#minutes.get(token) ?? { times: [], first: 0, busiest: 0 };
    this.#minutes.set(token, minute);
    while ((minute.times[minute.first] ?? time) <= time - WINDOW_MS) minute.first += 1;
    if (minute.first > minute.times.length / 2) {
      minute.times.splice(0, minute.first);
      minute.first = 0;
    }
    minute.times.push(time);
    minute.busiest = Math.max(minute.busiest, minute.times.length - minute.first);
    return this.count;
  }

  keep(request: LoggedRequest): void {
    this.#entries.push(request);
    if (this.#entries.length > MOST_KEPT) this.#entries.splice(0, MOST_KEPT / 10);
  }

  /** In the order in which they were answered. */
  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** Most requests, refused ones included, that one token made in any 60 s. */
  get busiestMinute(): number {
    return Math.max(0, ...[...this.#minutes.values()].map(({ busiest }) => busiest));
  }
}
