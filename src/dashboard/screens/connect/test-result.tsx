// What a test of a connection found: what works, or what is wrong and what to do; and the newest events as a proof.
import type { ConnectAnswer } from '../../../server/shapes.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Sign } from '../../parts/sign.js';
import { Prose, Text } from '../../parts/text.js';
import { Time, ZoneName } from '../../parts/time.js';

export function TestResult({ answer }: { answer: ConnectAnswer }) {
  const { ok, says, trouble, preview } = answer;
  return (
    <section class={`card outcome ${ok ? 'good' : 'bad'}`} aria-labelledby="outcome">
      <h2 id="outcome">
        <Sign name={ok ? 'check' : 'cross'} /> {ok ? 'The connection works' : 'The connection does not work'}
      </h2>
      {says.length > 0 && (
        <ul>
          {says.map((sentence) => (
            <li key={sentence}>
              <Text value={sentence} />
            </li>
          ))}
        </ul>
      )}
      {trouble && (
        <dl class="facts">
          <div>
            <dt>What happened</dt>
            <dd>
              <Prose value={trouble.message} /> <code class="muted">{trouble.code}</code>
            </dd>
          </div>
          <div>
            <dt>What to do</dt>
            <dd class="strong">
              <Prose value={trouble.hint} />
            </dd>
          </div>
          {trouble.correlation_id !== null && (
            <div>
              <dt>Correlation id</dt>
              <dd>
                <code>
                  <Text value={trouble.correlation_id} />
                </code>
                <CopyButton text={trouble.correlation_id} what="correlation id" />
              </dd>
            </div>
          )}
        </dl>
      )}
      {ok && preview.length === 0 && <p class="muted">There are no events yet.</p>}
      {preview.length > 0 && <Preview events={preview} />}
    </section>
  );
}

function Preview({ events }: { events: ConnectAnswer['preview'] }) {
  return (
    <table class="rows preview">
      <caption>The newest events</caption>
      <thead>
        <tr>
          <th scope="col">
            Time <ZoneName at={events[0]?.time ?? ''} />
          </th>
          <th scope="col">Event type</th>
          <th scope="col">User</th>
          <th scope="col">Resource</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={JSON.stringify(event)}>
            <td data-label="Time" class="number">
              {event.time === null ? 'no time' : <Time at={event.time} />}
            </td>
            <td data-label="Event type">
              <Text value={event.type ?? '–'} />
            </td>
            <td data-label="User">
              <Text value={event.user ?? '–'} />
            </td>
            <td data-label="Resource">
              <Text value={event.resource_name ?? '–'} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
