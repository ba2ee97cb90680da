// How the look-alike answers: one switch for everything that Workato does not document, and for some that go wrong.
// Every switch may be turned while it runs. The defaults are the best reading of what is known.
import type { TimestampFormat } from './timestamp.js';

export interface Behaviour {
  /** Newest first (`desc`) or oldest first (`asc`). Default `desc`. */
  order: 'desc' | 'asc';
  /** What rows are put in order by; `chance`: always the same order, which has to do with neither. Default `id`. */
  orderBy: 'id' | 'time' | 'chance';
  /**
   * What `page[after]` is. `exclusive`, `inclusive`: an id whose own record is left out, or comes first; `offset`: a number of
   * rows; `ignored`: nothing; `alternating`: asking for what follows the first page gives the second, anything else the first.
   * Default `exclusive`.
   */
  cursor: 'exclusive' | 'inclusive' | 'offset' | 'ignored' | 'alternating';
  /** Whether rows beyond a cursor are those with a lower (higher) id, or those further down. Default `id`. */
  cursorBy: 'id' | 'row';
  /** What a cursor that is no number, or by `row` no known id, gets. Default `bad-request`. */
  badCursor: 'bad-request' | 'first-page' | 'empty';
  /** Whether an event at the very time of `from`, or of `to`, is shown. Default `inclusive`, both. */
  fromBound: 'inclusive' | 'exclusive';
  toBound: 'inclusive' | 'exclusive';
  /** Whether bounds see the fractions that timestamps hide, or compare whole seconds. Default `millisecond`. */
  precision: 'millisecond' | 'second';
  /** What `total` says: rows on the page, all that match, null, 0, one less than the page has, or nothing. Default `page`. */
  total: 'page' | 'matches' | 'null' | 'zero' | 'fewer' | 'missing';
  /** `data` of an empty page. Default `array`. */
  emptyData: 'array' | 'null';
  /** Most rows on a page, whatever `page[size]` asks. Default 100. */
  pageCap: number;
  /** Share of pages, 0 to 1, that are short although more follow. Default 0. */
  shortPages: number;
  /** How timestamps are written. Default `utc`: `2025-12-18 10:13:40 UTC`. */
  timestamps: TimestampFormat;
  /** Share of records, 0 to 1, whose timestamp cannot be read. Default 0. */
  badTimestampShare: number;
  /** What stands there instead; `mixed`: each in turn. Default `mixed`. */
  badTimestamp: 'missing' | 'null' | 'garbage' | 'mixed';
  /** Ids as JSON numbers or as strings. Default `number`. */
  idType: 'number' | 'string';
  /** Share of records, 0 to 1, without an id: missing and null in turn. Default 0. */
  badIdShare: number;
  /** Share of records, 0 to 1, whose body changes some time after they could first be seen. Default 0. */
  revisedShare: number;
  /** After how long, milliseconds. Default 60,000. */
  revisedAfterMs: number;
  /** Days after which events are shown no more. Default 365. */
  retentionDays: number;
  /** Whether asking `from` before that is quietly clipped or answered 410. Default `hidden`. */
  retention: 'hidden' | 'gone';
  /** Default true. */
  dateHeader: boolean;
  /** How far the `Date` header is ahead, milliseconds. Default 0. */
  dateOffsetMs: number;
  /** Waiting before each answer, milliseconds. Default 0. */
  latencyMs: number;
  /** Requests that a token may make in 60 s; 0: no limit. Default 60. */
  requestsPerMinute: number;
  /** Whether the 60 s are those before each request, or begin with each minute. Default `sliding`. */
  rateWindow: 'sliding' | 'fixed';
  /** What a 429 says in `Retry-After`: seconds, a date, a date in the past, nonsense, or nothing. Default `seconds`. */
  retryAfter: 'seconds' | 'date' | 'past' | 'garbage' | 'missing';
  /** Bearer tokens that are accepted beside those of the workspaces; none of either: any. Default none. */
  tokens: readonly string[];
  /** Every token lacks the privilege: 403. Default false. */
  forbidden: boolean;
  /** Unknown parameters, sizes out of range and times without `Z` are answered 400. Default false. */
  strict: boolean;
  /** How the JSON is laid out: on one line, or over many with LF or CR LF. Default `compact`. */
  layout: 'compact' | 'lines' | 'crlf-lines';
  /** Answers are compressed where the client accepts it. Default false. */
  gzip: boolean;
}

export const defaultBehaviour: Behaviour = {
  order: 'desc',
  orderBy: 'id',
  cursor: 'exclusive',
  cursorBy: 'id',
  badCursor: 'bad-request',
  fromBound: 'inclusive',
  toBound: 'inclusive',
  precision: 'millisecond',
  total: 'page',
  emptyData: 'array',
  pageCap: 100,
  shortPages: 0,
  timestamps: 'utc',
  badTimestampShare: 0,
  badTimestamp: 'mixed',
  idType: 'number',
  badIdShare: 0,
  revisedShare: 0,
  revisedAfterMs: 60_000,
  retentionDays: 365,
  retention: 'hidden',
  dateHeader: true,
  dateOffsetMs: 0,
  latencyMs: 0,
  requestsPerMinute: 60,
  rateWindow: 'sliding',
  retryAfter: 'seconds',
  tokens: [],
  forbidden: false,
  strict: false,
  layout: 'compact',
  gzip: false,
};
