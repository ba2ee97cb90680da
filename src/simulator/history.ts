// The events of one look-alike workspace: when each happened and can be seen, in the order of time and of ids. Everything
// else about an event is made from its number when it is asked for, so a million events are a few megabytes.
import type { AddedEvent, HistoryOptions } from './history-options.js';
import { createIdScheme, type IdScheme } from './ids.js';
import { gatherBursts, liveGapMs, planTimes } from './rhythm.js';
import { chance } from './seeded.js';

const DAY_MS = 86_400_000;
const BLOCK = 256;
const PURPOSE_LATE = 40;
const PURPOSE_LATENESS = 41;
const PURPOSE_FUTURE = 42;
const PURPOSE_FUTURE_MS = 43;

interface Span {
  earliest: number;
  latest: number;
}

/**
 * Events are numbered as they are made; a position is a place in the order of time, a rank one in the order of ids.
 * Numbers, positions and ranks are the same until an event is put in that happened before others, or ids are shuffled.
 */
export class History {
  readonly options: HistoryOptions;
  readonly ids: IdScheme;
  /** How many events were made, visible or not. */
  count = 0;
  /** Whether the order of ids is the order of time. */
  idsFollowTime: boolean;
  readonly #added = new Map<number, AddedEvent>();
  /** The times within each 256 numbers. */
  readonly #spans: Span[] = [];
  #times = new Float64Array(BLOCK);
  #order = new Uint32Array(BLOCK);
  #longestDelayMs: number;
  #liveCount = 0;
  #nextLive: number;

  constructor(options: HistoryOptions) {
    this.options = options;
    this.ids = createIdScheme({ ...options, firstId: BigInt(options.firstId) });
    this.idsFollowTime = this.ids.inOrder;
    this.#longestDelayMs = options.lateShare > 0 ? options.lateMs : 0;
    const from = options.until - options.historyDays * DAY_MS;
    const times = planTimes(options.seed, options.events, from, options.until);
    gatherBursts(times, options.bursts, options.burstSize);
    for (const time of times) this.#append(time);
    this.#nextLive = Math.max(options.until, times.at(-1) ?? 0) + this.#liveGap();
  }

  /** Makes the live events that are due at `now`. */
  growTo(now: number): void {
    const { livePerMinute, futureShare, futureMs } = this.options;
    if (livePerMinute <= 0) return;
    const horizon = now + (futureShare > 0 ? futureMs : 0);
    while (this.#nextLive <= horizon) {
      this.#append(Math.floor(this.#nextLive));
      this.#liveCount += 1;
      this.#nextLive += this.#liveGap();
    }
  }

  /** Puts an event in; its number, and with it its id, is the next one whenever it happened. */
  add(event: AddedEvent, now: number): number {
    const number = this.count;
    const time = event.time ?? now;
    const visibleAt = event.visibleAt ?? now;
    this.#added.set(number, { ...event, visibleAt });
    this.#longestDelayMs = Math.max(this.#longestDelayMs, visibleAt - time);
    this.#append(time);
    return number;
  }

  addedAs(number: number): AddedEvent | undefined {
    return this.#added.get(number);
  }

  /** The id of event `number`, as digits. */
  idOf(number: number): string {
    return String(this.ids.idAt(this.ids.rankOf(number)));
  }

  /** When event `number` happened, epoch milliseconds. */
  timeOf(number: number): number {
    return this.#times[number] ?? Number.NaN;
  }

  /** When event `number` can first be seen. */
  visibleAt(number: number): number {
    return this.#added.get(number)?.visibleAt ?? this.timeOf(number) + this.#delayMs(number);
  }

  numberAtPosition(position: number): number {
    return this.#order[position] ?? -1;
  }

  positionOf(number: number): number {
    let position = this.positionNotBefore(this.timeOf(number));
    while (position < this.count && this.#order[position] !== number) position += 1;
    return position;
  }

  /** The first position whose event did not happen before `time`. */
  positionNotBefore(time: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeOf(this.numberAtPosition(middle)) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Every event before this position can be seen at `now`. */
  settledPosition(now: number): number {
    return this.positionNotBefore(now - this.#longestDelayMs);
  }

  /** Numbers outside `[first, end)` did not happen in `[from, to)`; both are multiples of 256, which no shuffle crosses. */
  numbersBetween(from: number, to: number): { first: number; end: number } {
    const holds = (span: Span) => span.latest >= from && span.earliest < to;
    const first = this.#spans.findIndex(holds);
    return first < 0
      ? { first: 0, end: 0 }
      : { first: first * BLOCK, end: (this.#spans.findLastIndex(holds) + 1) * BLOCK };
  }

  /** The earliest and the latest time of the events with this rank or a higher one (a lower one, where `step` is -1), and maybe a few more. */
  timesBeyond(rank: number, step: 1 | -1): { earliest: number; latest: number } {
    const block = Math.max(0, Math.floor(rank / BLOCK));
    const spans = step > 0 ? this.#spans.slice(block) : this.#spans.slice(0, block + 1);
    return spans.reduce(joinSpans, { earliest: Number.POSITIVE_INFINITY, latest: Number.NEGATIVE_INFINITY });
  }

  #append(time: number): void {
    this.#makeRoom();
    const number = this.count;
    const last = number > 0 ? this.timeOf(this.numberAtPosition(number - 1)) : time;
    const position = time >= last ? number : this.positionNotBefore(time + 1);
    if (position < number) this.idsFollowTime = false;
    this.#times[number] = time;
    this.#order.copyWithin(position + 1, position, number);
    this.#order[position] = number;
    this.count += 1;
    this.#widenSpan(Math.floor(number / BLOCK), time);
  }

  #makeRoom(): void {
    if (this.count < this.#times.length) return;
    const times = new Float64Array(this.count * 2);
    const order = new Uint32Array(this.count * 2);
    times.set(this.#times);
    order.set(this.#order);
    this.#times = times;
    this.#order = order;
  }

  #widenSpan(block: number, time: number): void {
    const span = { earliest: time, latest: time };
    const known = this.#spans[block];
    this.#spans[block] = known === undefined ? span : joinSpans(known, span);
  }

  #delayMs(number: number): number {
    const { seed, lateShare, futureShare, futureMs } = this.options;
    if (lateShare > 0 && chance(seed, number, PURPOSE_LATE) < lateShare) return this.#latenessMs(number);
    if (futureShare > 0 && chance(seed, number, PURPOSE_FUTURE) < futureShare) {
      return -Math.ceil(chance(seed, number, PURPOSE_FUTURE_MS) * futureMs);
    }
    return 0;
  }

  #latenessMs(number: number): number {
    const { seed, lateMs, lateness } = this.options;
    const share = chance(seed, number, PURPOSE_LATENESS);
    if (lateness === 'fixed') return lateMs;
    return Math.ceil(lateMs * (lateness === 'even' ? share : share ** 4));
  }

  #liveGap(): number {
    return liveGapMs(this.options.seed, this.#liveCount, this.options.livePerMinute);
  }
}

function joinSpans(one: Span, other: Span): Span {
  return {
    earliest: Math.min(one.earliest, other.earliest),
    latest: Math.max(one.latest, other.latest),
  };
}
