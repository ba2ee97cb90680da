// The newest events that a destination refused for good, with its reason.
import { formatCount } from '../../../app/quantities.js';
import type { StatusAnswer } from '../../../server/shapes.js';
import { Text } from '../../parts/text.js';
import { Time, ZoneName } from '../../parts/time.js';
import { followLink } from '../../route.js';

export function DeadLetters({ status }: { status: StatusAnswer }) {
  const { dead_letters: letters, now } = status;
  if (letters.length === 0) return null;
  return (
    <section aria-labelledby="dead-letters">
      <h2 id="dead-letters">Newest dead letters</h2>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">
              Refused <ZoneName at={now} />
            </th>
            <th scope="col">Destination</th>
            <th scope="col">Event</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={`${letter.destination} ${letter.position}`}>
              <td data-label="Refused" class="number">
                <Time at={letter.at} />
              </td>
              <td data-label="Destination">
                <Text value={letter.destination} />
              </td>
              <td data-label="Event" class="number">
                <a href={`/events?last=all&open=${letter.position}`} onClick={followLink}>
                  #{formatCount(letter.position)}
                </a>
              </td>
              <td data-label="Reason">
                <Text value={letter.reason} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
