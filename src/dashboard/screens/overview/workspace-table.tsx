// Every workspace with what it is doing, how far behind it is, and what it has left to ask with.
import { formatCount } from '../../../app/quantities.js';
import type { Activity, StatusAnswer } from '../../../server/shapes.js';
import type { Plan } from '../../actions/plans.js';
import { Empty } from '../../parts/notice.js';
import { FilterBox, Pager, usePages } from '../../parts/pager.js';
import { followLink } from '../../route.js';
import { describeWorkspaceState, sortByTrouble } from '../../states.js';
import { WorkspaceRow } from './workspace-row.js';

/** Over so many minutes activity is shown. */
export const ACTIVITY_MINUTES = 60;
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
  const none = activity && new Array<number>(ACTIVITY_MINUTES).fill(0);
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
              status={status}
              isOpen={at < MOST_OPEN}
              counts={counts.get(workspace.name) ?? none}
              onPlan={onPlan}
            />
          ))}
        </table>
      )}
      <Pager pages={pages} label="Pages of workspaces" />
    </section>
  );
}
