// Whether anything is missing: how late events became visible, what the sweeps found, and a ledger that has to balance.
import { formatCount } from '../../app/quantities.js';
import type { StatusAnswer } from '../../server/shapes.js';
import { Empty, Skeleton } from '../parts/notice.js';
import { FilterBox, Pager, usePages } from '../parts/pager.js';
import { useLive } from '../services.js';
import { DeliveryLedger } from './completeness/delivery-ledger.js';
import { WorkspaceCard } from './completeness/workspace-card.js';

const NOTHING: StatusAnswer['workspaces'] = [];

export function Completeness() {
  const { status } = useLive();
  const workspaces = status?.workspaces ?? NOTHING;
  const sorted = workspaces.toSorted(
    (a, b) => countDoubts(b) - countDoubts(a) || a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  const pages = usePages(sorted, ({ name, base_url }) => `${name} ${base_url}`);
  return (
    <>
      <h1 tabIndex={-1}>Lateness and completeness</h1>
      <p class="muted lead">
        Workato may show an event minutes after it happened. Each pull reads the lookback again, sweeps read
        further back by time alone: what they find, and how late it was, stands here.
      </p>
      {!status && <Skeleton lines={6} label="Waiting for the status" />}
      {status && <DeliveryLedger status={status} />}
      {status && (
        <section aria-labelledby="by-workspace">
          <div class="section-head">
            <h2 id="by-workspace">
              By workspace <span class="count">{formatCount(workspaces.length)}</span>
            </h2>
            <FilterBox pages={pages} label="Filter workspaces" />
          </div>
          {workspaces.length === 0 && <Empty title="No workspace has been contacted yet." />}
          <div class="cards">
            {pages.rows.map((workspace) => (
              <WorkspaceCard key={workspace.name} workspace={workspace} now={status.now} />
            ))}
          </div>
          <Pager pages={pages} label="Pages of workspaces" />
        </section>
      )}
    </>
  );
}

/** What somebody should look at comes first. */
function countDoubts({ gaps, events }: StatusAnswer['workspaces'][number]): number {
  return gaps.length + (events.beyond_lookback > 0 ? 1 : 0) + (events.without_time > 0 ? 1 : 0);
}
