// What is measured of each destination: how it is doing, and its ledger.
import { type DestinationFacts, type Metric, sampleOf } from './metric.js';

export const destinationMetrics: readonly Metric[] = [
  gauge(
    'workato_audit_logs_destination_up',
    '1 while nothing is wrong with the destination, 0 while something is.',
    ({ status }) => (status.trouble === null ? 1 : 0),
  ),
  {
    name: 'workato_audit_logs_destination_state',
    type: 'gauge',
    help: 'Always 1; the label `state` tells the state as `status` does.',
    labels: ['destination', 'state'],
    samples: ({ destinations }) =>
      destinations.map(({ status }) => ({ labels: [status.name, status.state], value: 1 })),
  },
  gauge(
    'workato_audit_logs_destination_last_success_age_seconds',
    'Since the destination last acknowledged a batch.',
    ({ lastSuccessAge }) => lastSuccessAge,
  ),
  gauge(
    'workato_audit_logs_destination_position',
    'Everything in the journal up to here is settled. A replay sets it back.',
    ({ status }) => status.position,
  ),
  gauge(
    'workato_audit_logs_destination_waiting_events',
    'Events of the journal that the destination has still to take.',
    ({ status }) => status.waiting,
  ),
  count('delivered', 'Events delivered, each counted once.'),
  count('filtered', 'Events that its filter left out.'),
  count('skipped', 'Events from before it began, and dead letters given up.'),
  count('replayed', 'Events delivered once more by replays.'),
  gauge(
    'workato_audit_logs_destination_dead_lettered_events',
    'The ledger: events refused for good and neither retried with success nor dropped.',
    ({ status }) => status.events.dead_lettered,
  ),
  gauge(
    'workato_audit_logs_destination_dead_letters',
    'Dead letters that stand, to be retried or dropped; counted up to 1000.',
    ({ deadLetters }) => deadLetters,
  ),
];

function gauge(name: string, help: string, read: (facts: DestinationFacts) => number | null): Metric {
  return {
    name,
    type: 'gauge',
    help,
    labels: ['destination'],
    samples: ({ destinations }) =>
      destinations.flatMap((facts) => sampleOf([facts.status.name], read(facts))),
  };
}

function count(what: 'delivered' | 'filtered' | 'skipped' | 'replayed', help: string): Metric {
  const name = `workato_audit_logs_destination_${what}_events_total`;
  return { ...gauge(name, help, ({ status }) => status.events[what]), type: 'counter' };
}
