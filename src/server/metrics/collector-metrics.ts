// What is measured of the collector as a whole.
import { type Metric, ofCollector, secondsOf } from './metric.js';

export const collectorMetrics: readonly Metric[] = [
  {
    name: 'workato_audit_logs_build_info',
    type: 'gauge',
    help: 'Always 1; the labels tell which version runs, on which Node.js.',
    labels: ['version', 'node_version'],
    samples: ({ process }) => [{ labels: [process.version, process.node], value: 1 }],
  },
  ofCollector(
    'workato_audit_logs_collector_start_time_seconds',
    'gauge',
    'When the collector began to hold the journal, Unix time.',
    ({ status }) => secondsOf(status.collector?.since ?? null),
  ),
  ofCollector(
    'workato_audit_logs_journal_size_bytes',
    'gauge',
    'Size of the journal on disk, newest writes included.',
    ({ status }) => status.journal.bytes,
  ),
  ofCollector(
    'workato_audit_logs_journal_head_position',
    'gauge',
    'Position of the newest event in the journal: how many were ever stored.',
    ({ status }) => status.journal.head,
  ),
  ofCollector(
    'process_cpu_seconds_total',
    'counter',
    'Processor time that the process has used, user and system.',
    ({ process }) => process.cpuSeconds,
  ),
  ofCollector(
    'process_resident_memory_bytes',
    'gauge',
    'Memory that the process holds.',
    ({ process }) => process.memoryBytes,
  ),
];
