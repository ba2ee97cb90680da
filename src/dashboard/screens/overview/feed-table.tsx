// Every destination with what waits for it, how fast it takes it, and what it would not take.
import { formatCount } from '../../../app/quantities.js';
import type { StatusAnswer } from '../../../server/shapes.js';
import { type Plan, planForFeed } from '../../actions/plans.js';
import { Empty } from '../../parts/notice.js';
import { FilterBox, Pager, usePages } from '../../parts/pager.js';
import { Since } from '../../parts/time.js';
import { measureRate, type Samples } from '../../rates.js';
import { describeFeedState, sortByTrouble } from '../../states.js';
import { SubjectRows } from './subject-rows.js';

/** More trouble than that is told in a line each: the cause is mostly the same. */
const MOST_OPEN = 2;

interface TableProps {
  status: StatusAnswer;
  samples: Samples;
  onPlan: (plan: Plan) => void;
}

export function FeedTable({ status, samples, onPlan }: TableProps) {
  const sorted = sortByTrouble(status.destinations, describeFeedState);
  const pages = usePages(sorted, ({ name, state }) => `${name} ${state}`);
  return (
    <section aria-labelledby="destinations">
      <div class="section-head">
        <h2 id="destinations">
          Destinations <span class="count">{formatCount(sorted.length)}</span>
        </h2>
        <FilterBox pages={pages} label="Filter destinations" />
      </div>
      {sorted.length === 0 && (
        <Empty title="No destination has been fed yet.">
          <p>Events wait in the journal until one is configured.</p>
        </Empty>
      )}
      {pages.found > 0 && (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Destination</th>
              <th scope="col">State</th>
              <th scope="col" class="right">
                Waiting
              </th>
              <th scope="col" class="right">
                Rate
              </th>
              <th scope="col" class="right">
                Delivered
              </th>
              <th scope="col" class="right">
                Dead letters
              </th>
              <th scope="col" class="right">
                Last delivery
              </th>
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          {pages.rows.map((feed, at) => (
            <FeedRow
              key={feed.name}
              feed={feed}
              now={status.now}
              isOpen={at < MOST_OPEN}
              rate={measureRate(samples, feed.name)}
              onPlan={onPlan}
            />
          ))}
        </table>
      )}
      <Pager pages={pages} label="Pages of destinations" />
    </section>
  );
}

interface RowProps {
  feed: StatusAnswer['destinations'][number];
  now: string;
  /** Whether its trouble is told in full. */
  isOpen: boolean;
  /** Events a second. */
  rate: number | null;
  onPlan: (plan: Plan) => void;
}

function FeedRow({ feed, now, isOpen, rate, onPlan }: RowProps) {
  const { events } = feed;
  return (
    <SubjectRows
      subject={feed}
      condition={describeFeedState(feed)}
      now={now}
      isOpen={isOpen}
      plans={planForFeed(feed)}
      onPlan={onPlan}
      columns={8}
    >
      <td data-label="Waiting" class="right number">
        {formatCount(feed.waiting)}
      </td>
      <td data-label="Rate" class="right number">
        {rate === null ? <span class="muted">–</span> : `${formatRate(rate)} /s`}
      </td>
      <td data-label="Delivered" class="right number">
        {formatCount(events.delivered)}
      </td>
      <td data-label="Dead letters" class={`right number ${events.dead_lettered > 0 ? 'strong' : ''}`}>
        {formatCount(events.dead_lettered)}
      </td>
      <td data-label="Last delivery" class="right number">
        {feed.last_success_at === null ? (
          'none yet'
        ) : (
          <>
            <Since at={feed.last_success_at} now={now} /> ago
          </>
        )}
      </td>
    </SubjectRows>
  );
}

function formatRate(rate: number): string {
  return rate >= 100 ? formatCount(Math.round(rate)) : rate.toFixed(1);
}
