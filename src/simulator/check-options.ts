// Numbers that make no sense are refused at the door. Words are the compiler's and the command line's business.
import { CollectorError } from '../platform/errors.js';
import type { Behaviour } from './behaviour.js';
import type { HistoryOptions } from './history-options.js';

interface Limits {
  least: number;
  most: number;
  whole?: true;
}

type Names = keyof (HistoryOptions & Behaviour);

const MOST = Number.MAX_SAFE_INTEGER;
const count: Limits = { least: 0, most: MOST, whole: true };
const share: Limits = { least: 0, most: 1 };

const limits: Readonly<Partial<Record<Names, Limits>>> = {
  seed: count,
  events: { least: 0, most: 100_000_000, whole: true },
  historyDays: { least: 0.0001, most: 36_500 },
  until: { least: 0, most: 8.64e15 },
  livePerMinute: { least: 0, most: 1_000_000 },
  bursts: count,
  burstSize: count,
  lateShare: share,
  lateMs: count,
  futureShare: share,
  futureMs: count,
  idGaps: { least: 1, most: 1_000_000, whole: true },
  idShuffle: { least: 0, most: 256, whole: true },
  pageCap: { least: 1, most: 100, whole: true },
  shortPages: share,
  badTimestampShare: share,
  badIdShare: share,
  revisedShare: share,
  revisedAfterMs: count,
  retentionDays: { least: 0, most: 36_500 },
  dateOffsetMs: { least: -MOST, most: MOST },
  latencyMs: count,
  requestsPerMinute: count,
};

/** @throws CollectorError CONFIG_INVALID for the first option that cannot be. */
export function checkOptions(options: HistoryOptions & Behaviour): void {
  for (const [name, { least, most, whole }] of Object.entries(limits)) {
    const value: unknown = Reflect.get(options, name);
    const fits = typeof value === 'number' && value >= least && value <= most;
    if (!fits || (whole && !Number.isInteger(value))) {
      throw invalid(name, value, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
    }
  }
  const { idShuffle, firstId } = options;
  if ((idShuffle & (idShuffle - 1)) !== 0) {
    throw invalid('idShuffle', idShuffle, '0 or a power of two up to 256');
  }
  if (!/^\d{1,30}$/.test(firstId)) throw invalid('firstId', firstId, 'a decimal number');
}

function invalid(option: string, came: unknown, expected: string): CollectorError {
  const message = `The simulator's ${option} is ${JSON.stringify(came)}; expected ${expected}.`;
  return new CollectorError('CONFIG_INVALID', message, { hint: `Give ${option} as ${expected}.` });
}
