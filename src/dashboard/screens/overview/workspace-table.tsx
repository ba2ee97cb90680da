// Every workspace with what it is doing, how far behind it is, and what it has left to ask with.
import { formatAge, formatCount } from '../../../app/quantities.js';
import type { Activity, StatusAnswer } from '../../../server/shapes.js';
import { type Plan, planForWorkspace } from '../../actions/plans.js';
import { Badge } from '../../parts/badge.js';
import { Gauge, Sparkline } from '../../parts/gauge.js';
import { Menu } from '../../parts/menu.js';
import { Empty } from '../../parts/notice.js';
import { FilterBox, Pager, usePages } from '../../parts/pager.js';
import { Text } from '../../parts/text.js';
import { Since } from '../../parts/time.js';
import { followLink } from '../../route.js';
import { describeWorkspaceState, sortByTrouble } from '../../states.js';
import { TroubleRow } from './trouble-row.js';

type Workspace = StatusAnswer['workspaces'][number];

/** More trouble than that is told in a line each: the cause is mostly the same. */
const MOST_OPEN = 2;

interface TableProps {
  status: StatusAnswer;
  activity: Activity | null;
  onPlan: (plan: Plan) => void;
}

export function WorkspaceTable({ status, activity, onPlan }: TableProps) {
  const sorted = sortByTrouble(status.workspaces, describeWorkspaceState);
  const pages = usePages(
    sorted,
    ({ name, base_url, state, phase }) => `${name} ${base_url} ${state} ${phase}`,
  );
  const counts = new Map(activity?.workspaces.map((workspace) => [workspace.name, workspace.counts]));
  return (
    <section aria-labelledby="workspaces">
      <div class="section-head">
        <h2 id="workspaces">
          Workspaces <span class="count">{formatCount(sorted.length)}</span>
        </h2>
        <FilterBox pages={pages} label="Filter workspaces" />
      </div>
      {sorted.length === 0 && (
        <Empty title="No workspace has been contacted yet.">
          <p>
            <a href="/connect" onClick={followLink}>
              Connect one
            </a>{' '}
            to begin.
          </p>
        </Empty>
      )}
      {sorted.length > 0 && pages.found === 0 && <Empty title="No workspace is like that." />}
      {pages.found > 0 && (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Workspace</th>
              <th scope="col">State</th>
              <th scope="col" class="right">
                Newest event
              </th>
              <th scope="col" class="right">
                Last answer
              </th>
              <th scope="col">Events a minute</th>
              <th scope="col">Request budget</th>
              <th scope="col">History</th>
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          {pages.rows.map((workspace, at) => (
            <WorkspaceRow
              key={workspace.name}
              workspace={workspace}
              now={status.now}
              isOpen={at < MOST_OPEN}
              counts={counts.get(workspace.name) ?? null}
              onPlan={onPlan}
            />
          ))}
        </table>
      )}
      <Pager pages={pages} label="Pages of workspaces" />
    </section>
  );
}

interface RowProps {
  workspace: Workspace;
  now: string;
  /** Whether its trouble is told in full. */
  isOpen: boolean;
  counts: readonly number[] | null;
  onPlan: (plan: Plan) => void;
}

function WorkspaceRow({ workspace, now, isOpen, counts, onPlan }: RowProps) {
  const { name, base_url: baseUrl, endpoint, since } = workspace;
  const condition = describeWorkspaceState(workspace);
  return (
    <tbody class={condition.tone}>
      <tr>
        <th scope="row">
          <Text value={name} />
          <span class="muted small">
            <Text
              value={endpoint === 'direct' ? hostOf(baseUrl) : `${hostOf(baseUrl)}, managed ${endpoint}`}
            />
          </span>
        </th>
        <td data-label="State">
          <Badge {...condition} />
          {since !== null && (
            <span class="muted small">
              for <Since at={since} now={now} />
            </span>
          )}
        </td>
        <td data-label="Newest event" class="right number">
          {age(workspace.newest_event_age_seconds)}
        </td>
        <td data-label="Last answer" class="right number">
          {age(workspace.last_success_age_seconds)}
        </td>
        <td data-label="Events a minute">{counts && <Rhythm counts={counts} />}</td>
        <td data-label="Request budget">
          <Budget requests={workspace.requests} />
        </td>
        <td data-label="History">
          <History workspace={workspace} />
        </td>
        <td class="actions">
          <Menu
            label={`Actions for ${name}`}
            items={planForWorkspace(workspace).map((plan) => ({
              text: plan.name,
              onChoose: () => onPlan(plan),
            }))}
          />
        </td>
      </tr>
      {workspace.trouble && (
        <TroubleRow
          trouble={workspace.trouble}
          since={since}
          retryAt={workspace.retry_at}
          now={now}
          columns={8}
          isOpen={isOpen}
        />
      )}
    </tbody>
  );
}

/** The last minute is unfinished: the number is that of the one before. */
function Rhythm({ counts }: { counts: readonly number[] }) {
  const latest = counts.at(-2) ?? 0;
  const most = Math.max(0, ...counts);
  return (
    <span class="with-number">
      <Sparkline
        counts={counts}
        label={`Events a minute over the last ${counts.length} minutes: ${formatCount(latest)} in the last full one, ${formatCount(most)} at most`}
      />
      <span class="number w4">{formatCount(latest)}</span>
    </span>
  );
}

function Budget({ requests }: { requests: Workspace['requests'] }) {
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

function History({ workspace: { backfill, collected_from: from } }: { workspace: Workspace }) {
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

function age(seconds: number | null): string {
  return seconds === null ? 'none yet' : `${formatAge(seconds)} ago`;
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
