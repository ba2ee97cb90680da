// What may be told at this moment: a pure reading of a status, and of how things stood when it was last read.
import type { AlertKind } from '../../config/alerts-schema.js';
import type { AlertRules } from '../../config/config.js';
import { formatAge, formatCount } from '../quantities.js';
import type { FeedStatus, Status, WorkspaceStatus } from '../status-shape.js';

/** Kinds that hold or do not hold, and those that count what has happened. */
export type LastingKind = Extract<AlertKind, 'failing' | 'no_data' | 'behind'>;
export type CountedKind = Extract<AlertKind, 'dead_letters' | 'late'>;

/** Why there is no data. */
export type NoDataReason = 'nothing_happened' | 'workato_not_asked';

/** What a message says of its subject. */
export interface Words {
  /** `workspace acme-prod` or `destination archive`. */
  subject: string;
  message: string;
  hint: string;
  code: string | null;
  correlationId: string | null;
}

/** Something that lasts. */
export interface Lasting extends Words {
  kind: LastingKind;
  /** Null where it cannot be known now: what was known before stays. */
  holds: boolean | null;
  /** Since when, as far as the status alone can tell; epoch milliseconds. */
  since: number;
  /** For how long it must have held before it is told, and for how long not before that it is over; milliseconds. */
  holdMs: number;
  clearMs: number;
  reason: NoDataReason | null;
}

/** Something that is told when its number grows. */
export interface Counted extends Words {
  kind: CountedKind;
  count: number;
  /** Whether what was there at the first look is news. */
  isOldNews: boolean;
}

/** The head that a feed has still to reach, and when it was the head. */
export interface Mark {
  head: number;
  at: number;
}

/**
 * The marks of all feeds at `now`: a feed keeps its mark until it has come that far, so a mark's age is for how long the oldest
 * event that it lacks has been in the journal, at least. None for a feed that has everything.
 */
export function moveMarks(before: Readonly<Record<string, Mark>>, status: Status, now: number) {
  const marks: Record<string, Mark> = {};
  for (const feed of status.destinations) {
    if (feed.waiting === 0 || feed.replaying_to !== null) continue;
    const mark = before[feed.name];
    const isAhead = mark !== undefined && mark.head > feed.position;
    marks[feed.name] = isAhead
      ? { ...mark, at: Math.min(mark.at, now) }
      : { head: status.journal.head, at: now };
  }
  return marks;
}

/** Everything that lasts, or does not. */
export function readLasting(
  status: Status,
  marks: Readonly<Record<string, Mark>>,
  rules: AlertRules,
  now: number,
): readonly Lasting[] {
  return [
    ...status.workspaces.flatMap((workspace) => [
      failing(`workspace ${workspace.name}`, workspace, rules, now),
      noData(workspace, rules, now),
    ]),
    ...status.destinations.flatMap((feed) => [
      failing(`destination ${feed.name}`, feed, rules, now),
      behind(feed, marks[feed.name], rules, now),
    ]),
  ];
}

/** Everything that is counted. */
export function readCounted(status: Status): readonly Counted[] {
  const none = { code: null, correlationId: null };
  const letters = status.destinations.map((feed): Counted => {
    const count = feed.events.dead_lettered;
    const reason = status.dead_letters.find(({ destination }) => destination === feed.name)?.reason;
    return {
      kind: 'dead_letters',
      subject: `destination ${feed.name}`,
      message: `It refused ${events(count)} for good${reason === undefined ? '' : `; the newest: ${reason}`}`,
      hint: 'They stay in the journal. Mend the cause, then retry or drop them in the dashboard.',
      count,
      isOldNews: false,
      ...none,
    };
  });
  const late = status.workspaces.map(
    (workspace): Counted => ({
      kind: 'late',
      subject: `workspace ${workspace.name}`,
      message: `${events(workspace.events.beyond_lookback)} in all became visible later than the lookback reaches; sweeps found them.`,
      hint: 'Raise lookback, so that events of this kind arrive with the next poll and not with the next sweep.',
      count: workspace.events.beyond_lookback,
      isOldNews: true,
      ...none,
    }),
  );
  return [...letters, ...late];
}

function failing(
  subject: string,
  { state, since, trouble }: WorkspaceStatus | FeedStatus,
  { failingAfterMs }: AlertRules,
  now: number,
): Lasting {
  const isKnown = trouble !== null || !['starting', 'stopped', 'paused', 'not configured'].includes(state);
  return {
    kind: 'failing',
    subject,
    holds: isKnown ? trouble !== null : null,
    since: timeOf(since) ?? now,
    holdMs: failingAfterMs,
    clearMs: failingAfterMs,
    reason: null,
    message: trouble?.message ?? 'It works again.',
    hint: trouble?.hint ?? '',
    code: trouble?.code ?? null,
    correlationId: trouble?.correlation_id ?? null,
  };
}

/** Told apart: Workato does not answer; it answers, a whole poll ended since, and there was nothing to read. */
function noData(workspace: WorkspaceStatus, { noDataAfterMs }: AlertRules, now: number): Lasting {
  const { state, trouble, phase } = workspace;
  const answered = timeOf(workspace.last_success_at) ?? timeOf(workspace.since) ?? now;
  const heard = timeOf(workspace.newest_event_at) ?? timeOf(workspace.collected_from);
  const polled = timeOf(workspace.last_pull_at);
  const isAsking = !['starting', 'stopped', 'paused'].includes(state);
  const isUnanswered = isAsking && now - answered >= noDataAfterMs;
  const isFresh = heard !== null && now - heard < noDataAfterMs;
  const isQuiet =
    isAsking && phase === 'tailing' && heard !== null && polled !== null && polled - heard >= noDataAfterMs;
  const common = { kind: 'no_data', subject: `workspace ${workspace.name}`, holdMs: 0, clearMs: 0 } as const;
  const nothing = { reason: null, message: 'Events come again.', hint: '', code: null, correlationId: null };
  if (isUnanswered) {
    return {
      ...common,
      holds: true,
      since: answered,
      reason: 'workato_not_asked',
      message: `No events, because Workato has not answered for ${ageOf(answered, now)}${trouble ? `: ${trouble.message}` : '.'}`,
      hint: trouble?.hint ?? '`workato-audit-logs check` tells what is in the way.',
      code: trouble?.code ?? null,
      correlationId: trouble?.correlation_id ?? null,
    };
  }
  if (isFresh || !isQuiet) return { ...common, ...nothing, holds: isFresh ? false : null, since: now };
  return {
    ...common,
    ...nothing,
    holds: true,
    since: heard,
    reason: 'nothing_happened',
    message: `Workato answers, but has shown no event that is newer than ${ageOf(heard, now)}.`,
    hint: 'Where that is unusual: look whether filters of the workspace hide events, and whether Workato itself shows newer ones.',
  };
}

function behind(
  feed: FeedStatus,
  mark: Mark | undefined,
  { behindAfterMs }: AlertRules,
  now: number,
): Lasting {
  const isLate = mark !== undefined && now - mark.at >= behindAfterMs;
  const { trouble } = feed;
  return {
    kind: 'behind',
    subject: `destination ${feed.name}`,
    holds: feed.replaying_to === null && feed.state !== 'not configured' ? isLate : null,
    since: mark?.at ?? now,
    holdMs: 0,
    clearMs: behindAfterMs,
    reason: null,
    message: isLate
      ? `It lacks events that have been in the journal for ${ageOf(mark.at, now)}; ${formatCount(feed.waiting)} wait${trouble ? `: ${trouble.message}` : '.'}`
      : 'It has caught up.',
    hint: isLate
      ? (trouble?.hint ?? 'It takes events more slowly than they come, or waits for an answer.')
      : '',
    code: trouble?.code ?? null,
    correlationId: trouble?.correlation_id ?? null,
  };
}

function ageOf(time: number, now: number): string {
  return formatAge((now - time) / 1000);
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${formatCount(count)} events`;
}

function timeOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
