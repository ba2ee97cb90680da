// Every switch of the simulator as a flag. The table is complete: the compiler compares it with the simulator's options.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Behaviour } from '../simulator/behaviour.js';
import type { HistoryOptions } from '../simulator/history-options.js';
import type { SimulatorOptions } from '../simulator/options.js';

type Switches = Omit<Behaviour & HistoryOptions, 'until'>;

/** What a flag takes: one of some words, a number, text, a list of text, or nothing for yes. */
type Kind = readonly string[] | 'number' | 'text' | 'list' | 'yes' | 'no';

const INCLUSIVENESS = ['inclusive', 'exclusive'] as const;

const FLAGS: { readonly [Name in keyof Switches]: readonly [kind: Kind, description: string] } = {
  seed: ['number', 'decides everything that is left to chance (default: 1)'],
  events: ['number', 'events that exist from the start (default: 10000)'],
  historyDays: ['number', 'days over which they are spread (default: 90)'],
  livePerMinute: ['number', 'new events a minute (default: 0)'],
  bursts: ['number', 'times at which many events share one second'],
  burstSize: ['number', 'events of one burst (default: 250)'],
  lateShare: ['number', 'share of events, 0 to 1, that become visible late'],
  lateMs: ['number', 'how late at most, milliseconds (default: 60000)'],
  lateness: [['fixed', 'even', 'long-tail'], 'how their lateness is spread'],
  futureShare: ['number', 'share of events, 0 to 1, that are dated ahead'],
  futureMs: ['number', 'how far ahead at most, milliseconds (default: 60000)'],
  firstId: ['text', 'the first id; it may lie beyond 2^53'],
  idGaps: ['number', 'how far ids lie apart on average (default: 3)'],
  idShuffle: [
    'number',
    'ids out of the order of time within blocks of so many: 0, or a power of two up to 256',
  ],
  order: [['desc', 'asc'], 'newest first or oldest first'],
  orderBy: [['id', 'time', 'chance'], 'what rows are put in order by'],
  cursor: [['exclusive', 'inclusive', 'offset', 'ignored', 'alternating'], 'what page[after] is'],
  cursorBy: [['id', 'row'], 'whether it is compared by id or by row'],
  badCursor: [['bad-request', 'first-page', 'empty'], 'what a wrong cursor gets'],
  fromBound: [INCLUSIVENESS, 'the bound from'],
  toBound: [INCLUSIVENESS, 'the bound to'],
  precision: [['millisecond', 'second'], 'how exactly bounds compare'],
  total: [['page', 'matches', 'null', 'zero', 'fewer', 'missing'], 'what total says'],
  emptyData: [['array', 'null'], 'data of an empty page'],
  pageCap: ['number', 'most rows on a page (default: 100)'],
  shortPages: ['number', 'share of pages, 0 to 1, that are short although more follow'],
  timestamps: [
    ['utc', 'z', 'offset', 'india', 'milliseconds', 'pacific', 'mixed'],
    'how timestamps are written',
  ],
  badTimestampShare: ['number', 'share of records, 0 to 1, with an unreadable timestamp'],
  badTimestamp: [['missing', 'null', 'garbage', 'mixed'], 'what stands there instead'],
  idType: [['number', 'string'], 'how ids are written'],
  badIdShare: ['number', 'share of records, 0 to 1, without an id'],
  revisedShare: ['number', 'share of records, 0 to 1, whose body changes later'],
  revisedAfterMs: ['number', 'after how long, milliseconds (default: 60000)'],
  retentionDays: ['number', 'days after which events are shown no more (default: 365)'],
  retention: [['hidden', 'gone'], 'asking before that is clipped or answered 410'],
  dateHeader: ['no', 'leave out the Date header'],
  dateOffsetMs: ['number', 'how far the Date header is ahead, milliseconds'],
  latencyMs: ['number', 'waiting before each answer, milliseconds'],
  requestsPerMinute: ['number', 'requests that a token may make in 60 s; 0: no limit (default: 60)'],
  rateWindow: [['sliding', 'fixed'], 'the kind of those 60 s'],
  retryAfter: [['seconds', 'date', 'past', 'garbage', 'missing'], 'what a 429 says'],
  tokens: ['list', 'a bearer token that is accepted; repeatable (default: any)'],
  forbidden: ['yes', 'every token lacks the privilege: 403'],
  strict: ['yes', 'unknown parameters and times without Z are answered 400'],
  layout: [['compact', 'lines', 'crlf-lines'], 'how the JSON is laid out'],
  gzip: ['yes', 'compress answers'],
};

/** Names that read better than the option's own. */
const SPELLINGS: Readonly<Record<string, string>> = { tokens: 'token' };

/** Adds all switches to a command. */
export function addSimulatorFlags(command: Command): Command {
  for (const [name, [kind, description]] of Object.entries(FLAGS))
    command.addOption(createOption(name, kind, description));
  return command.addOption(
    new Option(
      '--fault <rule>',
      'what goes wrong when, such as 3:reset, 5-9:503, 2%:500; repeatable',
    ).argParser(collect),
  );
}

/** The simulator's options from what commander parsed. */
export function readSimulatorFlags(flags: Readonly<Record<string, unknown>>): SimulatorOptions {
  const given = Object.keys(FLAGS).flatMap((name) => {
    const value = flags[SPELLINGS[name] ?? name];
    return value === undefined ? [] : [[name, value]];
  });
  const { fault } = flags;
  return { ...Object.fromEntries(given), ...(Array.isArray(fault) ? { faults: fault } : {}) };
}

function createOption(name: string, kind: Kind, description: string): Option {
  const flag = (SPELLINGS[name] ?? name).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (kind === 'yes') return new Option(`--${flag}`, description);
  if (kind === 'no') return new Option(`--no-${flag}`, description);
  if (kind === 'number') return new Option(`--${flag} <n>`, description).argParser(toNumber);
  if (kind === 'list') return new Option(`--${flag} <text>`, description).argParser(collect);
  if (kind === 'text') return new Option(`--${flag} <text>`, description);
  return new Option(`--${flag} <word>`, description).choices(kind);
}

function toNumber(value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('Expected a number from 0 on.');
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
