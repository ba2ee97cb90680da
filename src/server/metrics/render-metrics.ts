// Metrics in Prometheus's text format 0.0.4. Names of workspaces and destinations are given by users: label values are escaped.
import { collectorMetrics } from './collector-metrics.js';
import { destinationMetrics } from './destination-metrics.js';
import type { Facts, HistogramValue, Metric, Sample } from './metric.js';
import { workspaceMetrics } from './workspace-metrics.js';

/** Every metric there is, in the order in which they are answered and documented. */
export const metrics: readonly Metric[] = [...collectorMetrics, ...workspaceMetrics, ...destinationMetrics];

export function renderMetrics(facts: Facts): string {
  return metrics.map((metric) => renderMetric(metric, metric.samples(facts))).join('');
}

function renderMetric({ name, help, type, labels }: Metric, samples: readonly Sample[]): string {
  const lines = samples.flatMap((sample) => {
    const pairs = labels.map((label, index): Pair => [label, sample.labels[index] ?? '']);
    const { value } = sample;
    return typeof value === 'number' ? [lineOf(name, pairs, value)] : histogramLines(name, pairs, value);
  });
  return [`# HELP ${name} ${escapeText(help)}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

type Pair = readonly [label: string, value: string];

function histogramLines(name: string, pairs: readonly Pair[], { buckets, sum }: HistogramValue): string[] {
  let total = 0;
  const lines = buckets.map(({ upTo, count }) => {
    total += count;
    return lineOf(`${name}_bucket`, [...pairs, ['le', upTo === null ? '+Inf' : String(upTo)]], total);
  });
  const ends = sum === null ? [] : [lineOf(`${name}_sum`, pairs, sum)];
  return [...lines, ...ends, lineOf(`${name}_count`, pairs, total)];
}

function lineOf(name: string, pairs: readonly Pair[], value: number): string {
  const labels = pairs.map(([label, text]) => `${label}="${escapeText(text).replaceAll('"', '\\"')}"`);
  return `${name}${labels.length > 0 ? `{${labels.join(',')}}` : ''} ${value}`;
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
