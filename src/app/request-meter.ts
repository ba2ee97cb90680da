// Counts the requests of one workspace since the process began: what came of them, and how long pages took.
import type { CollectorError } from '../platform/errors.js';

/** Inclusive upper ends of the buckets of latency, in seconds; one more without an end follows. */
const LATENCY_ENDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What came of requests: `page`, or the code of an error in small letters, and the HTTP status where one came. */
export interface RequestCount {
  outcome: string;
  status: number | null;
  count: number;
}

/** How often a value fell between the end of the bucket before and `upTo`, inclusive; null: no end. */
export interface Bucket {
  upTo: number | null;
  count: number;
}

export interface RequestMeter {
  /** A request has ended; `error`: null where it brought a page. */
  note(error: CollectorError | null, latencyMs: number): void;
  counts(): readonly RequestCount[];
  /** Of the requests that brought a page, in seconds. */
  latency(): { buckets: readonly Bucket[]; sum: number };
}

export function createRequestMeter(): RequestMeter {
  const counts = new Map<string, RequestCount>();
  const buckets: Bucket[] = [...LATENCY_ENDS, null].map((upTo) => ({ upTo, count: 0 }));
  let sum = 0;
  return {
    note(error, latencyMs) {
      const outcome = error ? error.code.toLowerCase() : 'page';
      const status = error ? (error.status ?? null) : 200;
      const key = `${outcome} ${status}`;
      const known = counts.get(key) ?? { outcome, status, count: 0 };
      counts.set(key, { ...known, count: known.count + 1 });
      if (error) return;
      const seconds = latencyMs / 1000;
      sum += seconds;
      const bucket = buckets.find(({ upTo }) => upTo === null || seconds <= upTo);
      if (bucket) bucket.count += 1;
    },
    counts: () => [...counts.values()],
    latency: () => ({ buckets: buckets.map((bucket) => ({ ...bucket })), sum }),
  };
}
