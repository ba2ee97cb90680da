// What can go wrong with a request, and for which requests it does: a script of rules.
import { CollectorError } from '../platform/errors.js';
import { chance } from './seeded.js';

/** Every fault, and what the number or text after `=` means. */
const faultKinds = {
  status: 'answers this status (=500)',
  reset: 'breaks the connection before answering',
  'reset-midway': 'breaks the connection after half of the body',
  hang: 'never answers',
  drip: 'sends one byte each so many milliseconds (=10000)',
  latency: 'answers so many milliseconds later (=1000)',
  truncated: 'ends the JSON in the middle, as if it were all',
  'wrong-length': 'announces more bytes than it sends',
  'bad-chunk': 'breaks off the chunked encoding with nonsense',
  'bad-gzip': 'says gzip and sends something else',
  html: 'answers 200 with a login page',
  empty: 'answers 200 with an empty body',
  'no-content': 'answers 204',
  'null-data': 'answers {"data":null,"total":null}',
  'no-data': 'answers {}',
  'object-data': 'answers {"data":{}}',
  'error-object': 'answers 200 with an error in JSON',
  redirect: 'answers 302 to this address (=https://other.example/)',
  huge: 'sends so many megabytes (=200)',
  deep: 'nests arrays so many levels deep (=100000)',
  hostile: 'adds __proto__, a lone surrogate and NUL to each record',
  bom: 'begins with a byte order mark',
  latin1: 'calls the body ISO-8859-1',
} as const;

type FaultKind = keyof typeof faultKinds;

/** One thing that goes wrong. */
export interface Fault {
  kind: FaultKind;
  /** As `faultKinds` says; left out: the value in brackets there. */
  argument?: string | undefined;
}

/** Which requests a fault befalls. */
export type FaultWhen =
  /** Requests `first` to `last`, counted from 1. */
  | { kind: 'requests'; first: number; last: number }
  /** Requests that come so long after the start, milliseconds. */
  | { kind: 'time'; fromMs: number; toMs: number }
  /** A share of all requests, 0 to 1, by the seed. */
  | { kind: 'share'; share: number };

export interface FaultRule {
  when: FaultWhen;
  fault: Fault;
  /** Only requests that are led to this `workspace.id`, and counted for it alone. Default: all. */
  workspace?: number | undefined;
}

export interface FaultMoment {
  seed: number;
  /** The request's number: among all, or among those of its workspace. */
  number: number;
  sinceStartMs: number;
}

const PURPOSE_FAULT = 90;

/** Whether `when` holds at `moment`. */
export function isStruck(when: FaultWhen, moment: FaultMoment): boolean {
  switch (when.kind) {
    case 'requests':
      return moment.number >= when.first && moment.number <= when.last;
    case 'time':
      return moment.sinceStartMs >= when.fromMs && moment.sinceStartMs < when.toMs;
    case 'share':
      return chance(moment.seed, moment.number, PURPOSE_FAULT) < when.share;
  }
}

const RULE =
  /^(?<when>\*|[\d.]+%|\d+(?:-\d*)?|\d+s-(?:\d+s)?)(?:@(?<workspace>\d+))?:(?<kind>[a-z0-9-]+)(?:=(?<argument>.+))?$/;

/**
 * Reads a rule: `3:reset`, `5-9:503`, `10-:hang`, `*:latency=250`, `2%:500`, `60s-120s:429`, `1-@2100003310:403`,
 * `4:redirect=https://other.example/`.
 * @throws CollectorError CONFIG_INVALID
 */
export function parseFaultRule(text: string): FaultRule {
  const parts = RULE.exec(text)?.groups;
  const kind = parts?.['kind'] ?? '';
  const status = /^[1-5]\d\d$/.test(kind) ? kind : undefined;
  if (!parts || (status === undefined && !isFaultKind(kind))) throw invalid(text);
  const argument = status ?? parts['argument'];
  return {
    when: parseWhen(parts['when'] ?? '*'),
    fault: { kind: isFaultKind(kind) ? kind : 'status', argument },
    workspace: parts['workspace'] === undefined ? undefined : Number(parts['workspace']),
  };
}

function isFaultKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}

function parseWhen(text: string): FaultWhen {
  if (text === '*') return { kind: 'requests', first: 1, last: Number.POSITIVE_INFINITY };
  if (text.endsWith('%')) return { kind: 'share', share: Number(text.slice(0, -1)) / 100 };
  const [first = '', last] = text.split('-');
  const end = (value: string | undefined) =>
    value === '' ? Number.POSITIVE_INFINITY : Number.parseInt(value ?? first, 10);
  if (first.endsWith('s'))
    return { kind: 'time', fromMs: Number.parseInt(first, 10) * 1000, toMs: end(last) * 1000 };
  return { kind: 'requests', first: Number(first), last: end(last) };
}

function invalid(text: string): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    `The fault ${JSON.stringify(text)} cannot be read; expected WHEN:WHAT.`,
    {
      hint: `WHEN is 3, 5-9, 10-, *, 2% or 60s-120s, with @WORKSPACE for one workspace only; WHAT is a status, or one of ${Object.keys(faultKinds).join(', ')}, some with =VALUE.`,
    },
  );
}
