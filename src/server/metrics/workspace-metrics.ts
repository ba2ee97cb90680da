// What is measured of each workspace: how it is doing, how far reading has come, and what requests cost.
import { type Metric, type Sample, sampleOf, secondsOf, type WorkspaceFacts } from './metric.js';

const LABELS = ['workspace'];

export const workspaceMetrics: readonly Metric[] = [
  gauge(
    'workato_audit_logs_workspace_up',
    '1 while nothing is wrong with the workspace, 0 while something is.',
    ({ status }) => (status.trouble === null ? 1 : 0),
  ),
  {
    name: 'workato_audit_logs_workspace_state',
    type: 'gauge',
    help: 'Always 1; the label `state` tells the state as `status` does.',
    labels: ['workspace', 'state'],
    samples: ({ workspaces }) =>
      workspaces.map(({ status }) => ({ labels: [status.name, status.state], value: 1 })),
  },
  gauge(
    'workato_audit_logs_workspace_last_success_age_seconds',
    'Since Workato last answered, with or without events.',
    ({ status }) => status.last_success_age_seconds,
  ),
  gauge(
    'workato_audit_logs_workspace_newest_event_age_seconds',
    'Since the newest event stored happened. In a quiet workspace it grows although all is well.',
    ({ status }) => status.newest_event_age_seconds,
  ),
  gauge(
    'workato_audit_logs_workspace_high_water_mark_timestamp_seconds',
    'Everything up to here has been read, Unix time of events.',
    ({ status }) => secondsOf(status.high_water_mark),
  ),
  gauge(
    'workato_audit_logs_workspace_backfill_done_ratio',
    'How much of the history asked for has been read, by span of time, from 0 to 1.',
    ({ status }) => status.backfill?.done ?? (status.phase === 'new' ? null : 1),
  ),
  gauge(
    'workato_audit_logs_workspace_open_windows',
    'Windows of time being read.',
    ({ status }) => status.open_windows,
  ),
  gauge(
    'workato_audit_logs_workspace_gaps',
    'Spans that were left out, and changes of endpoint or filters.',
    ({ status }) => status.gaps.length,
  ),
  gauge(
    'workato_audit_logs_workspace_poll_interval_seconds',
    'Between the last two finished polls, as it really was.',
    ({ status }) => status.poll_interval_seconds,
  ),
  gauge(
    'workato_audit_logs_request_budget_left',
    'Requests that may be made at this moment. Workspaces with one token share them.',
    ({ budget }) => budget.left,
  ),
  gauge(
    'workato_audit_logs_request_budget_limit',
    'Requests that may be made in 60 seconds.',
    ({ budget }) => budget.limit,
  ),
  {
    name: 'workato_audit_logs_requests_total',
    type: 'counter',
    help: 'Requests to Workato since the process began, by what came of them: `page`, or the code of an error in small letters; `status` is that of HTTP, `none` where none came.',
    labels: ['workspace', 'outcome', 'status'],
    samples: ({ workspaces }) =>
      workspaces.flatMap(({ status: { name }, requests }) =>
        requests.counts().map(({ outcome, status, count }) => ({
          labels: [name, outcome, String(status ?? 'none')],
          value: count,
        })),
      ),
  },
  {
    name: 'workato_audit_logs_page_latency_seconds',
    type: 'histogram',
    help: 'How long Workato took to answer with a page, since the process began.',
    labels: LABELS,
    samples: each(({ requests }) => requests.latency()),
  },
  count('received', 'Records read; equals stored and repeated together.', 'received'),
  count('stored', 'New events, kept in the journal.', 'stored'),
  count('repeated', 'Events read again: the lookback and the sweeps cause them.', 'repeated'),
  count('revised', 'Repeats with another body.', 'revised'),
  count('late', 'Events first seen in a span that had already been read.', 'late'),
  count('beyond_lookback', 'Late events that only a sweep could find.', 'beyond_lookback'),
  count('without_id', 'Events stored although no id could be read.', 'without_id'),
  count('without_time', 'Events stored although no time could be read.', 'without_time'),
  {
    name: 'workato_audit_logs_event_lateness_seconds',
    type: 'histogram',
    help: 'How late the late events became visible; punctual ones are not in it. It has no sum.',
    labels: LABELS,
    samples: each(({ status }) => ({
      buckets: status.lateness.map(({ up_to_seconds, count: found }) => ({
        upTo: up_to_seconds,
        count: found,
      })),
      sum: null,
    })),
  },
];

function gauge(name: string, help: string, read: (facts: WorkspaceFacts) => number | null): Metric {
  return { name, type: 'gauge', help, labels: LABELS, samples: each(read) };
}

/** Of the journal's own ledger, so that it goes on over restarts. */
function count(what: string, help: string, field: keyof WorkspaceFacts['status']['events']): Metric {
  return {
    name: `workato_audit_logs_events_${what}_total`,
    type: 'counter',
    help,
    labels: LABELS,
    samples: each(({ status }) => status.events[field]),
  };
}

function each(read: (facts: WorkspaceFacts) => Sample['value'] | null): Metric['samples'] {
  return ({ workspaces }) => workspaces.flatMap((facts) => sampleOf([facts.status.name], read(facts)));
}
