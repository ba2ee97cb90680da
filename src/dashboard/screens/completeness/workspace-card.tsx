// One workspace: how late its events came, what the last sweep found, what was left out, and its own ledger.
import { formatAge, formatCount } from '../../../app/quantities.js';
import type { WorkspaceStatus } from '../../../app/status-shape.js';
import { Badge } from '../../parts/badge.js';
import { Text } from '../../parts/text.js';
import { Since, Time } from '../../parts/time.js';
import type { Condition } from '../../states.js';
import { LatenessBars } from './lateness-bars.js';

export function WorkspaceCard({ workspace, now }: { workspace: WorkspaceStatus; now: string }) {
  const { name, events, last_sweep: sweep, gaps, high_water_mark: mark, collected_from: from } = workspace;
  return (
    <article class="card">
      <div class="section-head">
        <h3>
          <Text value={name} />
        </h3>
        <Badge {...judge(workspace)} />
      </div>
      <dl class="facts">
        <div>
          <dt>Complete</dt>
          <dd>
            {mark === null ? (
              'nothing yet'
            ) : (
              <>
                {from !== null && (
                  <>
                    <Time at={from} form="minute" /> to{' '}
                  </>
                )}
                <Time at={mark} form="minute" />
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Last sweep</dt>
          <dd>
            {sweep === null ? (
              'none yet'
            ) : (
              <>
                <Since at={sweep.finished_at} now={now} /> ago, found {formatCount(sweep.found)} that pulls
                had missed
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Ledger</dt>
          <dd class="number">
            {formatCount(events.received)} received = {formatCount(events.stored)} stored +{' '}
            {formatCount(events.repeated)} repeats
          </dd>
        </div>
        {(events.revised > 0 || events.without_id > 0 || events.without_time > 0) && (
          <div>
            <dt>Odd records</dt>
            <dd class="number">
              {formatCount(events.revised)} revised, {formatCount(events.without_id)} without id,{' '}
              {formatCount(events.without_time)} without time
            </dd>
          </div>
        )}
      </dl>
      <LatenessBars
        lateness={workspace.lateness}
        late={events.late}
        beyondLookback={events.beyond_lookback}
      />
      {gaps.length > 0 && (
        <div>
          <h4>Left out</h4>
          <ul class="gaps">
            {gaps.map((gap) => (
              <li key={gap.from + gap.to}>
                <Time at={gap.from} /> to <Time at={gap.to} /> (
                {formatAge((Date.parse(gap.to) - Date.parse(gap.from)) / 1000)}): <Text value={gap.reason} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </article>
  );
}

function judge({ gaps, events }: WorkspaceStatus): Condition {
  if (events.received !== events.stored + events.repeated)
    return { tone: 'bad', sign: 'cross', text: 'does not balance' };
  if (gaps.length > 0)
    return { tone: 'warn', sign: 'off', text: gaps.length === 1 ? 'one gap' : `${gaps.length} gaps` };
  if (events.beyond_lookback > 0) return { tone: 'warn', sign: 'hourglass', text: 'later than the lookback' };
  return { tone: 'good', sign: 'check', text: 'nothing missing' };
}
