// How late events became visible: a bar for every span of lateness in which there was one.
import { formatAge, formatCount } from '../../../app/quantities.js';
import type { WorkspaceStatus } from '../../../app/status-shape.js';

interface LatenessProps {
  lateness: WorkspaceStatus['lateness'];
  late: number;
  beyondLookback: number;
}

export function LatenessBars({ lateness, late, beyondLookback }: LatenessProps) {
  if (late === 0) return <p class="muted">No event has been late so far.</p>;
  const most = Math.max(1, ...lateness.map(({ count }) => count));
  const last = lateness.findLastIndex(({ count }) => count > 0);
  const shown = lateness.slice(0, last + 1);
  return (
    <table class="lateness">
      <caption>
        {formatCount(late)} {late === 1 ? 'event was late' : 'events were late'}
        {beyondLookback > 0 && (
          <strong>, {formatCount(beyondLookback)} later than the lookback reaches</strong>
        )}
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">Visible after</th>
          <th scope="col">Events</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ up_to_seconds: upTo, count }, at) => (
          <tr key={upTo ?? 'more'}>
            <th scope="row">{nameBucket(lateness[at - 1]?.up_to_seconds ?? 0, upTo)}</th>
            <td class="number">
              <span class="bar-of" style={{ width: `${(count / most) * 100}%` }} />
              {formatCount(count)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameBucket(from: number, upTo: number | null): string {
  if (upTo === null) return `more than ${formatAge(from)}`;
  return `up to ${formatAge(upTo)}`;
}
