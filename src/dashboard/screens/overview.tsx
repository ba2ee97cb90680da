// The first screen: in one sentence, then by workspace and by destination, trouble on top.
import { useState } from 'preact/hooks';
import { formatBytes, formatCount } from '../../app/quantities.js';
import type { Activity, StatusAnswer } from '../../server/shapes.js';
import { ActionDialog } from '../actions/action-dialog.js';
import type { Plan } from '../actions/plans.js';
import { groupFiring } from '../firing.js';
import { writeHeadline } from '../headline.js';
import { Skeleton } from '../parts/notice.js';
import { Sign } from '../parts/sign.js';
import { Text } from '../parts/text.js';
import { Since } from '../parts/time.js';
import { useLive } from '../services.js';
import { useInterval, useQuery } from '../use-query.js';
import { Alerts } from './overview/alerts.js';
import { DeadLetters } from './overview/dead-letters.js';
import { FeedTable } from './overview/feed-table.js';
import { ACTIVITY_MINUTES, WorkspaceTable } from './overview/workspace-table.js';

const ACTIVITY_MS = 10_000;
/** As long as not everything is counted. */
const INDEXING_MS = 1000;

export function Overview() {
  const { status, samples } = useLive();
  const activity = useQuery<Activity>(`/api/activity?minutes=${ACTIVITY_MINUTES}`);
  useInterval(activity.reload, activity.answer?.unindexed ? INDEXING_MS : ACTIVITY_MS);
  const [plan, setPlan] = useState<Plan | null>(null);
  if (!status) {
    return (
      <>
        <h1 tabIndex={-1}>Overview</h1>
        <Skeleton lines={6} label="Waiting for the status" />
      </>
    );
  }
  const { tone, sign, text } = writeHeadline(status);
  return (
    <>
      <h1 tabIndex={-1} class={`headline ${tone}`}>
        <Sign name={sign} />
        <Text value={text} />
      </h1>
      <Figures status={status} activity={activity.answer} />
      <Alerts status={status} />
      <WorkspaceTable status={status} activity={activity.answer} onPlan={setPlan} />
      <FeedTable status={status} samples={samples} onPlan={setPlan} />
      <DeadLetters status={status} />
      <ActionDialog plan={plan} onClose={() => setPlan(null)} />
    </>
  );
}

function Figures({ status, activity }: { status: StatusAnswer; activity: Activity | null }) {
  const { journal, collector, destinations, alerts, now } = status;
  const lastHour = activity?.workspaces
    .flatMap(({ counts }) => counts)
    .reduce((sum, count) => sum + count, 0);
  const waiting = Math.max(0, ...destinations.map((feed) => feed.waiting));
  const dead = destinations.reduce((sum, { events }) => sum + events.dead_lettered, 0);
  return (
    <dl class="figures">
      <Figure
        label="Events collected"
        value={formatCount(journal.head)}
        note={`${formatBytes(journal.bytes)}, ${tellRetention(status.retention)}`}
      />
      <Figure
        label="In the last hour"
        value={lastHour === undefined ? '–' : formatCount(lastHour)}
        note="by event time"
      />
      <Figure
        label="Waiting for delivery"
        value={formatCount(waiting)}
        note={destinations.length > 1 ? 'at the slowest destination' : 'events'}
      />
      <Figure label="Dead letters" value={formatCount(dead)} note="refused for good" />
      <Figure
        label="Alerts firing"
        value={formatCount(groupFiring(alerts).length)}
        note={tellReceivers(alerts)}
      />
      <div>
        <dt>Collector</dt>
        <dd>{collector ? 'running' : 'not running'}</dd>
        <dd class="muted">
          {collector ? (
            <>
              for <Since at={collector.since} now={now} /> on <Text value={collector.host} />
            </>
          ) : (
            'start it with run'
          )}
        </dd>
      </div>
    </dl>
  );
}

function tellReceivers(alerts: StatusAnswer['alerts']): string {
  if (alerts.length === 0) return 'none configured';
  const names = alerts.map(({ name }) => name);
  return names.length <= 2 ? `told to ${names.join(' and ')}` : `told to ${formatCount(names.length)}`;
}

function tellRetention(retention: StatusAnswer['retention']): string {
  if (retention === null) return 'kept for ever';
  const holder = retention.held_by === null ? '' : `, held by ${retention.held_by}`;
  return `kept for ${formatCount(retention.keep_days)} days${holder}`;
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd class="muted">{note}</dd>
    </div>
  );
}
