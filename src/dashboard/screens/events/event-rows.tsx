// The rows of events. The time of each is the link that opens it; a click anywhere on a row does the same.
import { formatAge } from '../../../app/quantities.js';
import type { EventRow } from '../../../server/shapes.js';
import { type Search, writeSearch } from '../../event-search.js';
import { Text } from '../../parts/text.js';
import { Time, ZoneName } from '../../parts/time.js';
import { secondsBetween } from '../../time.js';

/** In order of arrival, what came so much later than it happened is marked. */
const LATE_SECONDS = 60;

interface RowsProps {
  rows: readonly EventRow[];
  search: Search;
  onOpen: (position: number) => void;
}

export function EventRows({ rows, search, onOpen }: RowsProps) {
  return (
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
            isLive={search.isLive}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}

interface OneEventProps {
  row: EventRow;
  href: string;
  isOpen: boolean;
  /** Whether rows stand in order of arrival. */
  isLive: boolean;
  onOpen: (position: number) => void;
}

function OneEvent({ row, href, isOpen, isLive, onOpen }: OneEventProps) {
  const lateness = isLive ? secondsBetween(row.time, row.first_seen) : null;
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
        {lateness !== null && lateness >= LATE_SECONDS && (
          <span class="late small">{formatAge(lateness)} late</span>
        )}
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
