// The rows of one workspace or destination: its cells, what can be done with it, and, where something is wrong, what.
import type { ComponentChildren } from 'preact';
import type { FeedStatus, WorkspaceStatus } from '../../../app/status-shape.js';
import type { Plan } from '../../actions/plans.js';
import { Badge } from '../../parts/badge.js';
import { Menu } from '../../parts/menu.js';
import { Text } from '../../parts/text.js';
import { Since } from '../../parts/time.js';
import type { Condition } from '../../states.js';
import { TroubleRow } from './trouble-row.js';

interface SubjectProps {
  subject: WorkspaceStatus | FeedStatus;
  condition: Condition;
  now: string;
  /** Under its name. */
  place?: string;
  /** Whether its trouble is told in full. */
  isOpen: boolean;
  plans: readonly Plan[];
  onPlan: (plan: Plan) => void;
  /** Of all its cells. */
  columns: number;
  /** The cells between its state and its actions. */
  children: ComponentChildren;
}

export function SubjectRows({ subject, condition, now, place, plans, onPlan, ...rest }: SubjectProps) {
  const { name, since, trouble, retry_at: retryAt } = subject;
  return (
    <tbody class={condition.tone}>
      <tr>
        <th scope="row">
          <Text value={name} />
          {place !== undefined && (
            <span class="muted small">
              <Text value={place} />
            </span>
          )}
        </th>
        <td data-label="State">
          <Badge {...condition} />
          {since !== null && (
            <span class="muted small">
              for <Since at={since} now={now} />
            </span>
          )}
        </td>
        {rest.children}
        <td class="actions">
          <Menu
            label={`Actions for ${name}`}
            items={plans.map((plan) => ({
              text: plan.name,
              onChoose: () => onPlan(plan),
              isDangerous: plan.isDangerous ?? false,
            }))}
          />
        </td>
      </tr>
      {trouble && (
        <TroubleRow
          trouble={trouble}
          since={since}
          retryAt={retryAt}
          now={now}
          columns={rest.columns}
          isOpen={rest.isOpen}
        />
      )}
    </tbody>
  );
}
