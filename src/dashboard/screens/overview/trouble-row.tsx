// What is wrong: what happened, since when, what to do, and what to quote to Workato's support.
import { formatAge } from '../../../app/quantities.js';
import type { Trouble } from '../../../app/status-shape.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Prose, Text } from '../../parts/text.js';
import { Time } from '../../parts/time.js';
import { secondsBetween } from '../../time.js';

interface TroubleProps {
  trouble: Trouble;
  since: string | null;
  retryAt: string | null;
  now: string;
  columns: number;
  /** Whether all of it is told at once; otherwise only what happened. */
  isOpen: boolean;
}

export function TroubleRow({ trouble, since, retryAt, now, columns, isOpen }: TroubleProps) {
  const { message, hint, correlation_id: correlationId, code } = trouble;
  return (
    <tr class="trouble">
      <td colSpan={columns}>
        <details open={isOpen}>
          <summary>
            <Prose value={message} /> <code class="muted">{code}</code>
          </summary>
          <dl>
            <div class="wide">
              <dt>What to do</dt>
              <dd>{hint === '' ? 'Wait: it is tried again by itself.' : <Prose value={hint} />}</dd>
            </div>
            {since !== null && (
              <div>
                <dt>Since</dt>
                <dd>
                  <Time at={since} />
                </dd>
              </div>
            )}
            <div>
              <dt>Next try</dt>
              <dd class="number">{tellRetry(secondsBetween(now, retryAt ?? ''))}</dd>
            </div>
            {correlationId !== null && (
              <div>
                <dt>Correlation id</dt>
                <dd class="copyable">
                  <code>
                    <Text value={correlationId} />
                  </code>
                  <CopyButton text={correlationId} what="correlation id" />
                </dd>
              </div>
            )}
          </dl>
        </details>
      </td>
    </tr>
  );
}

function tellRetry(seconds: number | null): string {
  if (seconds === null) return 'at the next poll';
  return seconds <= 0 ? 'now' : `in ${formatAge(seconds)}`;
}
