// What people and other programs made this collector do.

import type { AuditEntry, AuditTrail } from '../../server/shapes.js';
import { Badge } from '../parts/badge.js';
import { Empty, Failure, Skeleton } from '../parts/notice.js';
import { FilterBox, Pager, usePages } from '../parts/pager.js';
import { Text } from '../parts/text.js';
import { Time, ZoneName } from '../parts/time.js';
import type { Condition } from '../states.js';
import { useInterval, useQuery } from '../use-query.js';

const RELOAD_MS = 10_000;

const OUTCOMES: Readonly<Record<AuditEntry['outcome'], Condition>> = {
  done: { tone: 'good', sign: 'check', text: 'done' },
  refused: { tone: 'warn', sign: 'off', text: 'refused' },
  failed: { tone: 'bad', sign: 'cross', text: 'failed' },
};

export function ActivityScreen() {
  const trail = useQuery<AuditTrail>('/api/audit');
  useInterval(trail.reload, RELOAD_MS);
  const entries = trail.answer?.entries ?? [];
  const pages = usePages(entries, (entry) =>
    [entry.actor, entry.action, entry.subject, entry.detail, entry.outcome].join(' '),
  );
  return (
    <>
      <h1 tabIndex={-1}>Activity</h1>
      <p class="muted lead">
        What people and programs made this collector do, newest first. Sign-ins and reading are not recorded.
      </p>
      {trail.failure && <Failure failure={trail.failure} onRetry={trail.reload} />}
      {!trail.answer && !trail.failure && <Skeleton lines={6} label="Waiting for the audit trail" />}
      {trail.answer && entries.length === 0 && (
        <Empty title="Nothing yet.">
          <p>Pausing, pulling, backfills, replays and changes of the configuration will stand here.</p>
        </Empty>
      )}
      <FilterBox pages={pages} label="Filter the audit trail" />
      {pages.found > 0 && <Trail entries={pages.rows} />}
      <Pager pages={pages} label="Pages of the audit trail" />
    </>
  );
}

function Trail({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">
            When <ZoneName at={entries[0]?.at ?? ''} />
          </th>
          <th scope="col">Action</th>
          <th scope="col">Of</th>
          <th scope="col">Detail</th>
          <th scope="col">By</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td data-label="When" class="number">
              <Time at={entry.at} />
            </td>
            <td data-label="Action">
              <Text value={entry.action.replaceAll('_', ' ')} />
            </td>
            <td data-label="Of">
              <Text value={entry.subject} />
            </td>
            <td data-label="Detail">
              <Text value={entry.detail} />
            </td>
            <td data-label="By">
              <Text value={entry.actor} />
            </td>
            <td data-label="Outcome">
              <Badge {...OUTCOMES[entry.outcome]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
