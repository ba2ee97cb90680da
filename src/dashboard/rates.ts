// How fast feeds deliver, from how far they had come a moment ago.
import type { StatusAnswer } from '../server/shapes.js';

const SPAN_MS = 60_000;
const SHORTEST_MS = 3000;

interface Sample {
  at: number;
  /** Events delivered, by destination. */
  delivered: ReadonlyMap<string, number>;
}

export type Samples = readonly Sample[];

/** `samples` with the one of `status`, without those older than a minute. */
export function addSample(samples: Samples, status: StatusAnswer): Samples {
  const at = Date.parse(status.now);
  const delivered = new Map(status.destinations.map(({ name, events }) => [name, events.delivered]));
  return [...samples.filter((sample) => sample.at > at - SPAN_MS && sample.at < at), { at, delivered }];
}

/** Events a second that `destination` was given; null where it has not been watched for long enough. */
export function measureRate(samples: Samples, destination: string): number | null {
  const known = samples.filter(({ delivered }) => delivered.has(destination));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || last.at - first.at < SHORTEST_MS) return null;
  const gained = (last.delivered.get(destination) ?? 0) - (first.delivered.get(destination) ?? 0);
  return Math.max(0, gained) / ((last.at - first.at) / 1000);
}
