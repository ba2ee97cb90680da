// What somebody was told of and is not over, and what could not be told.
import { formatCount } from '../../../app/quantities.js';
import type { StatusAnswer } from '../../../server/shapes.js';
import { groupFiring } from '../../firing.js';
import { Sign } from '../../parts/sign.js';
import { Text } from '../../parts/text.js';
import { Since, Time } from '../../parts/time.js';

/** More of them are told by their number. */
const MOST_SHOWN = 8;

const KINDS: Readonly<Record<string, string>> = {
  failing: 'failing',
  no_data: 'no data',
  behind: 'behind',
  dead_letters: 'dead letters',
};

export function Alerts({ status }: { status: StatusAnswer }) {
  const { alerts, now } = status;
  const firing = groupFiring(alerts);
  const mute = alerts.filter(({ unsent }) => unsent > 0);
  if (firing.length === 0 && mute.length === 0) return null;
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">
        Alerts <span class="count">{formatCount(firing.length)}</span>
      </h2>
      <ul class="alerts">
        {mute.map(({ name, unsent }) => (
          <li key={name} class="bad">
            <Sign name="cross" />
            <span>
              <Text value={name} /> could not be told: {formatCount(unsent)}{' '}
              {unsent === 1 ? 'message waits' : 'messages wait'} to be sent
            </span>
          </li>
        ))}
        {firing.slice(0, MOST_SHOWN).map(({ kind, subject, since, toldAt, names }) => (
          <li key={`${kind} ${subject}`} class="warn">
            <Sign name="bell" />
            <span>
              <strong>{KINDS[kind] ?? kind}</strong> <Text value={subject} />{' '}
              <span class="muted">
                for <Since at={since} now={now} />; told <Text value={names.join(', ')} /> at{' '}
                <Time at={toldAt} />
              </span>
            </span>
          </li>
        ))}
        {firing.length > MOST_SHOWN && (
          <li class="muted">and {formatCount(firing.length - MOST_SHOWN)} more</li>
        )}
      </ul>
    </section>
  );
}
