// A time in the zone that was chosen, and a span since then.
import { formatAge } from '../../app/quantities.js';
import { zone } from '../preferences.js';
import { useStore } from '../store.js';
import { formatOffset, formatTime, secondsBetween, type TimeForm } from '../time.js';

/** Its tip names the zone, and tells the time in UTC. */
export function Time({ at, form }: { at: string; form?: TimeForm }) {
  const chosen = useStore(zone);
  const instant = Date.parse(at);
  const tip = Number.isNaN(instant)
    ? at
    : `${formatTime(at, chosen)} ${formatOffset(instant, chosen)} = ${formatTime(at, 'utc')} UTC`;
  return (
    <time dateTime={at} title={tip}>
      {formatTime(at, chosen, form)}
    </time>
  );
}

/** `3 min`: how long it has been at `now`; nothing where it never was. */
export function Since({ at, now }: { at: string | null; now: string }) {
  const seconds = secondsBetween(at, now);
  return seconds === null || at === null ? null : <time dateTime={at}>{formatAge(seconds)}</time>;
}

/** The zone in which times are shown, as it stands in a column's head. */
export function ZoneName({ at }: { at: string }) {
  return <span class="muted">({formatOffset(Date.parse(at), useStore(zone))})</span>;
}
