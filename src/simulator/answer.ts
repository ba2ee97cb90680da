// From a request to its answer: pure. Who may ask, what for, and which records that brings.
import type { Behaviour } from './behaviour.js';
import type { History } from './history.js';
import { readQuery } from './query.js';
import { writeRecord } from './record.js';
import { selectRows } from './rows.js';
import type { WorkspaceOptions } from './workspace.js';

/** A workspace with its events. */
export interface SimulatedWorkspace {
  readonly options: WorkspaceOptions;
  readonly history: History;
}

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The events on the page. */
  numbers: readonly number[];
}

const DAY_MS = 86_400_000;

/** What a workspace answers to a query string at `now`. */
export function answerQuery(
  workspace: SimulatedWorkspace,
  behaviour: Behaviour,
  rawQuery: string,
  now: number,
): Answer {
  const query = readQuery(rawQuery, behaviour.strict);
  if ('problem' in query) return refusal(400, query.problem);
  const isTooOld = query.from !== null && query.from < now - behaviour.retentionDays * DAY_MS;
  if (isTooOld && behaviour.retention === 'gone')
    return refusal(410, 'The requested period is no longer available');
  const rows = selectRows(workspace.history, behaviour, query, now);
  if ('problem' in rows) return refusal(400, rows.problem);
  return pageOf(workspace, behaviour, rows.numbers, rows.total, now);
}

/** An error in the form of Workato's. */
export function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ message }), numbers: [] };
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function pageOf(
  { history, options }: SimulatedWorkspace,
  behaviour: Behaviour,
  numbers: readonly number[],
  matches: number | null,
  now: number,
): Answer {
  const records = numbers.map((number) => writeRecord(history, options, behaviour, number, now));
  const data = records.length === 0 && behaviour.emptyData === 'null' ? 'null' : `[${records.join(',')}]`;
  const total = writeTotal(behaviour, numbers.length, matches);
  const body = total === null ? `{"data":${data}}` : `{"data":${data},"total":${total}}`;
  return { status: 200, headers: JSON_TYPE, body, numbers };
}

function writeTotal(behaviour: Behaviour, rows: number, matches: number | null): number | 'null' | null {
  switch (behaviour.total) {
    case 'page':
      return rows;
    case 'matches':
      return matches ?? 0;
    case 'null':
      return 'null';
    case 'zero':
      return 0;
    case 'fewer':
      return Math.max(0, rows - 1);
    case 'missing':
      return null;
  }
}
