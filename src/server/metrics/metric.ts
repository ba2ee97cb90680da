// What a metric is: defined once, as data, from which the answer and its documentation are both made.
import type { RequestMeter } from '../../app/request-meter.js';
import type { FeedStatus, Status, WorkspaceStatus } from '../../app/status-shape.js';

/** Everything that metrics are made from, at one moment. */
export interface Facts {
  status: Status;
  /** Those that this process collects. */
  workspaces: readonly WorkspaceFacts[];
  /** Those that are configured. */
  destinations: readonly DestinationFacts[];
  process: { version: string; node: string; cpuSeconds: number; memoryBytes: number };
}

export interface WorkspaceFacts {
  status: WorkspaceStatus;
  budget: { left: number; limit: number };
  requests: RequestMeter;
}

export interface DestinationFacts {
  status: FeedStatus;
  /** Seconds since a batch was last acknowledged; null: never. */
  lastSuccessAge: number | null;
  /** Those that stand. */
  deadLetters: number;
}

/** `buckets` in order, each counting what fell between the end of the one before and its own; null: no end. */
export interface HistogramValue {
  buckets: readonly { upTo: number | null; count: number }[];
  /** Null: not known. */
  sum: number | null;
}

export interface Sample {
  /** In the order of the metric's labels. */
  labels: readonly string[];
  value: number | HistogramValue;
}

export interface Metric {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: readonly string[];
  samples(facts: Facts): readonly Sample[];
}

/** A metric of the process as a whole. */
export function ofCollector(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  read: (facts: Facts) => number | null,
): Metric {
  return { name, type, help, labels: [], samples: (facts) => sampleOf([], read(facts)) };
}

/** No sample at all where the value is not known: a zero would be a lie. */
export function sampleOf(labels: readonly string[], value: Sample['value'] | null): readonly Sample[] {
  return value === null ? [] : [{ labels, value }];
}

export function secondsOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant) / 1000;
}
