// The events that were found, newest first, or why there are none.
import { formatCount } from '../../../app/quantities.js';
import {
  FACET_TITLES,
  FACETS,
  hasFilters,
  type Search,
  toggleFacet,
  withoutFilters,
} from '../../event-search.js';
import { Empty, Failure, Skeleton } from '../../parts/notice.js';
import { Sign } from '../../parts/sign.js';
import { Text } from '../../parts/text.js';
import { EventRows } from './event-rows.js';
import type { EventList } from './use-events.js';

/** So many are there in a moment: nothing to be told of. */
const FEW_UNINDEXED = 500;

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
      {unindexed > FEW_UNINDEXED && (
        <p class="muted" role="status">
          The newest {formatCount(unindexed)} events are still being indexed; they are not found yet.
        </p>
      )}
      {rows.length === 0 && isLoading && <Skeleton lines={12} label="Searching" />}
      {rows.length === 0 && !isLoading && !failure && <NothingFound search={search} onChange={onChange} />}
      {search.isLive && rows.length > 0 && (
        <p class="muted small">In order of arrival: an event that comes late stands on top too.</p>
      )}
      {rows.length > 0 && <EventRows rows={rows} search={search} onOpen={onOpen} />}
      {hasMore && (
        <button type="button" class="more" disabled={isLoading} onClick={list.loadMore}>
          {isLoading ? 'Loading…' : 'Older events'}
        </button>
      )}
    </section>
  );
}

/** Everything by which the search is narrowed, each to be taken off. */
function Chosen({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
  if (!hasFilters(search)) return null;
  return (
    <div class="chips">
      {search.q !== '' && (
        <button
          type="button"
          aria-label={`Take off: Words ${search.q}`}
          onClick={() => onChange({ ...search, q: '' })}
        >
          <span class="muted">Words</span> <Text value={search.q} /> <Sign name="close" />
        </button>
      )}
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
