// One workspace: what it is doing, how far behind it is, and what it has left to ask with.
import { measureStretch, type Stretch } from '../../../app/poll-stretch.js';
import { formatAge, formatCount } from '../../../app/quantities.js';
import type { WorkspaceStatus } from '../../../app/status-shape.js';
import type { StatusAnswer } from '../../../server/shapes.js';
import { type Plan, planForWorkspace } from '../../actions/plans.js';
import { Gauge, Sparkline } from '../../parts/gauge.js';
import { followLink } from '../../route.js';
import { describeWorkspaceState } from '../../states.js';
import { SubjectRows } from './subject-rows.js';

interface RowProps {
  workspace: WorkspaceStatus;
  status: StatusAnswer;
  /** Whether its trouble is told in full. */
  isOpen: boolean;
  /** Null: not known yet. */
  counts: readonly number[] | null;
  onPlan: (plan: Plan) => void;
}

export function WorkspaceRow({ workspace, status, isOpen, counts, onPlan }: RowProps) {
  const { name, base_url: baseUrl, endpoint } = workspace;
  const host = hostOf(baseUrl);
  const stretch = measureStretch(workspace, status);
  return (
    <SubjectRows
      subject={workspace}
      condition={describeWorkspaceState(workspace)}
      now={status.now}
      place={endpoint === 'direct' ? host : `${host}, managed ${endpoint}`}
      isOpen={isOpen}
      plans={planForWorkspace(workspace)}
      onPlan={onPlan}
      columns={7}
    >
      <td data-label="Newest event" class="right number">
        <span class="w11">{tellAge(workspace.newest_event_age_seconds)}</span>
        <span class="muted small">{tellAnswered(workspace.last_success_age_seconds)}</span>
      </td>
      <td data-label="Events a minute">
        {counts ? <Rhythm name={name} counts={counts} /> : <span class="muted">–</span>}
      </td>
      <td data-label="Request budget">
        <Budget requests={workspace.requests} />
        {stretch && <span class="muted small">{tellStretch(stretch)}</span>}
      </td>
      <td data-label="History">
        <History workspace={workspace} />
      </td>
    </SubjectRows>
  );
}

/** The last minute is unfinished: the number is that of the one before. */
function Rhythm({ name, counts }: { name: string; counts: readonly number[] }) {
  const latest = counts.at(-2) ?? 0;
  const most = Math.max(0, ...counts);
  return (
    <a
      class="with-number"
      href={`/events?${new URLSearchParams({ last: '1h', workspace: name })}`}
      onClick={followLink}
    >
      <Sparkline
        counts={counts}
        label={`Events a minute over the last ${counts.length} minutes: ${formatCount(latest)} in the last full one, ${formatCount(most)} at most`}
      />
      <span class="number w4">{formatCount(latest)}</span>
    </a>
  );
}

function Budget({ requests }: { requests: WorkspaceStatus['requests'] }) {
  const { last_minute: used, per_minute: allowed } = requests;
  if (allowed === null) return <span class="muted">not known yet</span>;
  const left = Math.max(0, allowed - used);
  const share = allowed === 0 ? 0 : left / allowed;
  return (
    <span class="with-number">
      <Gauge
        share={share}
        label={`Request budget left: ${left} of ${allowed}`}
        tone={share < 0.1 ? 'warn' : 'good'}
      />
      <span class="number w9">
        {formatCount(left)} <span class="muted">of {formatCount(allowed)} left</span>
      </span>
    </span>
  );
}

function History({ workspace: { backfill, collected_from: from } }: { workspace: WorkspaceStatus }) {
  if (!backfill) return <span class="muted">{from === null ? 'not begun' : 'complete'}</span>;
  const percent = Math.floor(backfill.done * 100);
  return (
    <span class="with-number">
      <Gauge share={backfill.done} label={`Backfill: ${percent} % of the span read`} />
      <span class="number w9">
        {percent} %
        <span class="muted">
          {backfill.eta_seconds === null ? ', time unknown' : `, ${formatAge(backfill.eta_seconds)} left`}
        </span>
      </span>
    </span>
  );
}

function tellStretch({ kind, seconds, configuredSeconds }: NonNullable<Stretch>): string {
  const instead = `instead of every ${formatAge(configuredSeconds)}`;
  if (kind === 'interval') return `polled every ${formatAge(seconds)} ${instead}`;
  return `last polled ${formatAge(seconds)} ago ${instead}`;
}

function tellAge(seconds: number | null): string {
  return seconds === null ? 'none yet' : `${formatAge(seconds)} ago`;
}

function tellAnswered(seconds: number | null): string {
  return seconds === null ? 'no answer yet' : `answered ${formatAge(seconds)} ago`;
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
