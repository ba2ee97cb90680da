// The events that were found, newest first. The time of each is the link that opens it.
import { formatCount } from '../../../app/quantities.js';
import type { EventRow } from '../../../server/shapes.js';
import {
  FACET_TITLES,
  FACETS,
  hasFilters,
  type Search,
  toggleFacet,
  withoutFilters,
  writeSearch,
} from '../../event-search.js';
import { Empty, Failure, Skeleton } from '../../parts/notice.js';
import { Sign } from '../../parts/sign.js';
import { Text } from '../../parts/text.js';
import { Time, ZoneName } from '../../parts/time.js';
import type { EventList } from './use-events.js';

interface TableProps {
  list: EventList;
  search: Search;
  onChange: (search: Search) => void;
  onOpen: (position: number) => void;
}

export function EventTable({ list, search, onChange, onOpen }: TableProps) {
  const { rows, failure, isLoading, hasMore, unindexed } = list;
  return (
    <section aria-label="Events found" aria-busy={isLoading}>
      <Chosen search={search} onChange={onChange} />
      {failure && <Failure failure={failure} onRetry={list.reload} />}
      {unindexed > 0 && search.q !== '' && (
        <p class="muted" role="status">
          The newest {formatCount(unindexed)} events are still being indexed: words are not found in them yet.
        </p>
      )}
      {rows.length === 0 && isLoading && <Skeleton lines={12} label="Searching" />}
      {rows.length === 0 && !isLoading && !failure && <NothingFound search={search} onChange={onChange} />}
      {rows.length > 0 && (
        <table class="rows events">
          <thead>
            <tr>
              <th scope="col">
                Time <ZoneName at={rows[0]?.time ?? rows[0]?.first_seen ?? ''} />
              </th>
              <th scope="col">Event type</th>
              <th scope="col">User</th>
              <th scope="col">Resource</th>
              <th scope="col">IP address</th>
              <th scope="col">Workspace</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <OneEvent
                key={row.position}
                row={row}
                href={writeSearch({ ...search, open: row.position })}
                isOpen={row.position === search.open}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      )}
      {hasMore && (
        <button type="button" class="more" disabled={isLoading} onClick={list.loadMore}>
          {isLoading ? 'Loading…' : 'Older events'}
        </button>
      )}
    </section>
  );
}

interface OneEventProps {
  row: EventRow;
  href: string;
  isOpen: boolean;
  onOpen: (position: number) => void;
}

function OneEvent({ row, href, isOpen, onOpen }: OneEventProps) {
  return (
    <tr
      class={isOpen ? 'open' : ''}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(row.position);
      }}
    >
      <td class="number">
        <a href={href} data-position={row.position}>
          {row.time === null ? 'no time' : <Time at={row.time} />}
        </a>
      </td>
      <td>
        <Cell value={row.type} />
      </td>
      <td>
        <Cell value={row.user} />
      </td>
      <td>
        <Cell value={row.resource_name} />{' '}
        {row.resource_type !== null && (
          <span class="muted">
            <Text value={row.resource_type} />
          </span>
        )}
      </td>
      <td class="number">
        <Cell value={row.ip} />
      </td>
      <td>
        <Text value={row.workspace} />
      </td>
    </tr>
  );
}

function Cell({ value }: { value: string | null }) {
  return value === null || value === '' ? <span class="muted">–</span> : <Text value={value} />;
}

/** Everything by which the search is narrowed, each to be taken off. */
function Chosen({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
  if (!hasFilters(search)) return null;
  return (
    <div class="chips">
      {FACETS.flatMap((facet) =>
        search.chosen[facet].map((value) => (
          <button
            type="button"
            key={`${facet} ${value}`}
            aria-label={`Take off: ${FACET_TITLES[facet]} ${value}`}
            onClick={() => onChange(toggleFacet(search, facet, value))}
          >
            <span class="muted">{FACET_TITLES[facet]}</span> <Text value={value} /> <Sign name="close" />
          </button>
        )),
      )}
      <button type="button" class="quiet" onClick={() => onChange(withoutFilters(search))}>
        Clear all
      </button>
    </div>
  );
}

function NothingFound({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
  return (
    <Empty title="No events found.">
      <p>
        {hasFilters(search)
          ? 'No event is like that in this span of time.'
          : 'Nothing happened in this span of time, or nothing was collected yet.'}
      </p>
      <div class="buttons">
        {hasFilters(search) && (
          <button type="button" onClick={() => onChange(withoutFilters(search))}>
            Clear the filters
          </button>
        )}
        {search.span !== 'all' && (
          <button
            type="button"
            onClick={() => onChange({ ...search, span: 'all', since: null, until: null })}
          >
            Look at all time
          </button>
        )}
      </div>
    </Empty>
  );
}
