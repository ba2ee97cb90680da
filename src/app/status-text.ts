// A status as text for people: one block a workspace, one line a destination, trouble with its remedy below.
import { redact } from '../platform/secrets.js';
import { escapeControls } from '../platform/text.js';
import { measureStretch } from './poll-stretch.js';
import { formatAge, formatBytes, formatCount } from './quantities.js';
import type { FeedStatus, Status, Trouble, WorkspaceStatus } from './status-shape.js';

/** The lines of a status. What came from outside is escaped and redacted. */
export function renderStatus(status: Status): string {
  const lines = [
    ...renderJournal(status),
    ...status.workspaces.flatMap((workspace) => ['', ...renderWorkspace(workspace, status)]),
    ...(status.workspaces.length === 0 ? ['', 'No workspace has been contacted yet.'] : []),
    '',
    ...renderFeeds(status.destinations),
    ...renderDeadLetters(status),
    ...renderAlerts(status),
  ];
  return `${lines.map((line) => escapeControls(redact(line)).trimEnd()).join('\n')}\n`;
}

function renderJournal({ journal, collector, retention, now }: Status): string[] {
  const running = collector
    ? `running: process ${collector.pid} on ${collector.host}, since ${formatAge(since(collector.since, now))}`
    : 'not running';
  return [
    row('journal', `${journal.path}  ${formatCount(journal.head)} events, ${formatBytes(journal.bytes)}`),
    row('collector', running),
    ...(retention ? [row('retention', describeRetention(retention))] : []),
  ];
}

function renderWorkspace(workspace: WorkspaceStatus, status: Status): string[] {
  const { now } = status;
  const { events, requests, cursor, backfill, last_sweep: sweep } = workspace;
  const endpoint = workspace.endpoint === 'direct' ? '' : `, managed user ${workspace.endpoint}`;
  const stateAge = workspace.since === null ? '' : ` for ${formatAge(since(workspace.since, now))}`;
  return [
    `workspace ${workspace.name}  (${workspace.base_url}${endpoint})`,
    row('  state', `${workspace.state}${stateAge}, ${workspace.phase}`),
    ...renderTrouble(workspace.trouble, workspace.retry_at, now),
    row('  last answer', ago(workspace.last_success_age_seconds)),
    row('  newest event', describeTime(workspace.newest_event_at, workspace.newest_event_age_seconds)),
    row('  complete to', workspace.high_water_mark ?? 'nothing yet'),
    ...describePolls(workspace, status).map((text) => row('  polls', text)),
    ...(backfill ? [row('  backfill', describeBackfill(backfill))] : []),
    row(
      '  events',
      `${formatCount(events.stored)} stored, ${formatCount(events.repeated)} repeats, ${formatCount(events.revised)} revised, ${formatCount(events.late)} late (${formatCount(events.beyond_lookback)} beyond the lookback)`,
    ),
    ...(sweep
      ? [row('  last sweep', `${sweep.finished_at}, found ${formatCount(sweep.found)} that were missed`)]
      : []),
    row(
      '  requests',
      `${requests.last_minute} in the last minute${requests.per_minute === null ? '' : ` of ${requests.per_minute}`}`,
    ),
    row(
      '  paging',
      cursor.meaning === null
        ? 'not learnt yet'
        : `${cursor.order ?? 'order unknown'}, page[after] ${cursor.meaning}`,
    ),
    ...workspace.gaps.map((gap) => row('  gap', `${gap.from} to ${gap.to}: ${gap.reason}`)),
  ];
}

function renderFeeds(feeds: readonly FeedStatus[]): string[] {
  if (feeds.length === 0) return ['No destination has been fed yet.'];
  const cells = feeds.map((feed) => [
    feed.name,
    feed.state,
    formatCount(feed.position),
    formatCount(feed.waiting),
    formatCount(feed.events.delivered),
    formatCount(feed.events.filtered),
    formatCount(feed.events.dead_lettered),
  ]);
  const table = renderTable([
    ['destination', 'state', 'position', 'waiting', 'delivered', 'filtered', 'dead letters'],
    ...cells,
  ]);
  return [...table, ...feeds.flatMap((feed) => renderTrouble(feed.trouble, null, '', `  ${feed.name}: `))];
}

function renderDeadLetters({ dead_letters: letters }: Status): string[] {
  if (letters.length === 0) return [];
  return [
    '',
    'newest dead letters',
    ...letters.map((letter) => `  ${letter.at}  ${letter.destination} #${letter.position}  ${letter.reason}`),
  ];
}

function renderTrouble(
  trouble: Trouble | null,
  retryAt: string | null,
  now: string,
  indent = '  ',
): string[] {
  if (trouble === null) return [];
  const retry = retryAt === null ? '' : ` Next try in ${formatAge(Math.max(0, -since(retryAt, now)))}.`;
  const correlation = trouble.correlation_id === null ? '' : ` (correlation id ${trouble.correlation_id})`;
  return [
    `${indent}! ${trouble.code}: ${trouble.message}${correlation}`,
    `${indent}  ${trouble.hint}${retry}`,
  ].filter((line) => line.trim() !== '');
}

function renderTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

function describeBackfill(backfill: NonNullable<WorkspaceStatus['backfill']>): string {
  const eta = backfill.eta_seconds === null ? '' : `, about ${formatAge(backfill.eta_seconds)} left`;
  return `${Math.floor(backfill.done * 100)} % of the time span read${eta}`;
}

function describeRetention({ keep_days: days, held_by: holder }: NonNullable<Status['retention']>): string {
  const held =
    holder === null ? '' : `; held by destination ${holder}, which has not taken all older events yet`;
  return `${days} ${days === 1 ? 'day' : 'days'}${held}`;
}

/** How often it polls, said where that is more seldom than it should. */
function describePolls(workspace: WorkspaceStatus, status: Status): string[] {
  const stretch = measureStretch(workspace, status);
  if (stretch === null) return [];
  const { kind, seconds, configuredSeconds } = stretch;
  const configured = formatAge(configuredSeconds);
  if (kind === 'overdue')
    return [`the last whole one ${formatAge(seconds)} ago, instead of every ${configured}`];
  return [
    `every ${formatAge(seconds)} instead of ${configured}: a pull takes so long, or the budget holds no more`,
  ];
}

function renderAlerts({ alerts, now }: Status): string[] {
  const lines = alerts.flatMap(({ name, firing, unsent }) => [
    ...firing.map(
      ({ kind, subject, since: begun, told_at: told }) =>
        `  ${kind}: ${subject}, for ${formatAge(since(begun, now))}; ${name} was told ${formatAge(since(told, now))} ago`,
    ),
    ...(unsent > 0 ? [`  ${name} could not be told: ${formatCount(unsent)} messages wait to be sent`] : []),
  ]);
  return lines.length === 0 ? [] : ['', 'alerts', ...lines];
}

function describeTime(time: string | null, ageSeconds: number | null): string {
  return time === null ? 'none yet' : `${time} (${ago(ageSeconds)})`;
}

function ago(seconds: number | null): string {
  return seconds === null ? 'none yet' : `${formatAge(seconds)} ago`;
}

function since(time: string, now: string): number {
  return (new Date(now).getTime() - new Date(time).getTime()) / 1000;
}

function row(label: string, value: string): string {
  return `${label.padEnd(15)} ${value}`;
}
