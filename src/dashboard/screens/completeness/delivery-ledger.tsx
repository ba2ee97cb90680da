// Per destination: stored = delivered + waiting + filtered + skipped + dead-lettered. Shown as the sum that it is.
import { formatCount } from '../../../app/quantities.js';
import type { FeedStatus } from '../../../app/status-shape.js';
import type { StatusAnswer } from '../../../server/shapes.js';
import { Badge } from '../../parts/badge.js';
import { Empty } from '../../parts/notice.js';
import { FilterBox, Pager, usePages } from '../../parts/pager.js';
import { Text } from '../../parts/text.js';
import type { Condition } from '../../states.js';

export function DeliveryLedger({ status }: { status: StatusAnswer }) {
  const { destinations, journal } = status;
  const pages = usePages(destinations, ({ name }) => name);
  return (
    <section aria-labelledby="ledger">
      <div class="section-head">
        <h2 id="ledger">Ledger by destination</h2>
        <FilterBox pages={pages} label="Filter destinations" />
      </div>
      {destinations.length === 0 ? (
        <Empty title="No destination has been fed yet." />
      ) : (
        <table class="rows ledger">
          <thead>
            <tr>
              <th scope="col">Destination</th>
              <th scope="col" class="right">
                Stored
              </th>
              <th scope="col" class="right">
                = Delivered
              </th>
              <th scope="col" class="right">
                + Waiting
              </th>
              <th scope="col" class="right">
                + Filtered
              </th>
              <th scope="col" class="right">
                + Skipped
              </th>
              <th scope="col" class="right">
                + Dead letters
              </th>
              <th scope="col">Balance</th>
            </tr>
          </thead>
          <tbody>
            {pages.rows.map((feed) => (
              <Row key={feed.name} feed={feed} stored={journal.head} />
            ))}
          </tbody>
        </table>
      )}
      <Pager pages={pages} label="Pages of destinations" />
      <p class="muted small">
        Filtered: left out by the destination's filter. Skipped: retention had removed the event before it was
        delivered. Dead letters: refused for good.
      </p>
    </section>
  );
}

function Row({ feed, stored }: { feed: FeedStatus; stored: number }) {
  const { name, waiting, events } = feed;
  const cells = [
    ['= Delivered', events.delivered],
    ['+ Waiting', waiting],
    ['+ Filtered', events.filtered],
    ['+ Skipped', events.skipped],
    ['+ Dead letters', events.dead_lettered],
  ] as const;
  return (
    <tr>
      <th scope="row">
        <Text value={name} />
      </th>
      <td data-label="Stored" class="right number strong">
        {formatCount(stored)}
      </td>
      {cells.map(([label, count]) => (
        <td key={label} data-label={label} class={`right number ${count === 0 ? 'muted' : ''}`}>
          {formatCount(count)}
        </td>
      ))}
      <td data-label="Balance">
        <Badge {...judge(feed, stored)} />
      </td>
    </tr>
  );
}

/** During a replay events count twice, so that there is nothing to weigh. */
function judge({ waiting, events, replaying_to: replayingTo }: FeedStatus, stored: number): Condition {
  if (replayingTo !== null) {
    return { tone: 'busy', sign: 'down', text: `replaying to #${formatCount(replayingTo)}` };
  }
  const sum = events.delivered + waiting + events.filtered + events.skipped + events.dead_lettered;
  if (sum === stored) return { tone: 'good', sign: 'check', text: 'balances' };
  return { tone: 'bad', sign: 'cross', text: `off by ${formatCount(Math.abs(stored - sum))}` };
}
