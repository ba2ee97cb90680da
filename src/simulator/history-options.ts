// What a look-alike workspace holds. Fixed once it has started; how it answers is in behaviour.ts.

/** How late events are: all by `lateMs`, evenly up to it, or mostly little and seldom by all of it. */
type Lateness = 'fixed' | 'even' | 'long-tail';

export interface HistoryOptions {
  /** Decides everything that is left to chance: the same seed and the same `until` give the same bytes. Default 1. */
  seed: number;
  /** Events that exist from the start. Default 10,000. */
  events: number;
  /** Days over which they are spread. Default 90. */
  historyDays: number;
  /** Where they end, epoch milliseconds. Default: the moment of starting. */
  until: number;
  /** New events a minute, from `until` on. Default 0. */
  livePerMinute: number;
  /** Times at which many events share one second. Default 0. */
  bursts: number;
  /** Events of one burst. Default 250. */
  burstSize: number;
  /** Share of events, 0 to 1, that become visible later than they happen. Default 0. */
  lateShare: number;
  /** How late they are at most, milliseconds. Default 60,000. */
  lateMs: number;
  /** How their lateness is spread. Default `even`. */
  lateness: Lateness;
  /** Share of events, 0 to 1, that are dated later than they become visible. Default 0. */
  futureShare: number;
  /** How far they are dated ahead at most, milliseconds. Default 60,000. */
  futureMs: number;
  /** The first id, a decimal number that may lie beyond 2^53. Default 656541. */
  firstId: string;
  /** Ids lie so far apart on average; 1: without gaps. Default 3. */
  idGaps: number;
  /** Ids are out of the order of time within blocks of so many events: 0, or a power of two up to 256. Default 0. */
  idShuffle: number;
}

/** `until` has no fixed default: it is the moment of starting. */
export const defaultHistory: Omit<HistoryOptions, 'until'> = {
  seed: 1,
  events: 10_000,
  historyDays: 90,
  livePerMinute: 0,
  bursts: 0,
  burstSize: 250,
  lateShare: 0,
  lateMs: 60_000,
  lateness: 'even',
  futureShare: 0,
  futureMs: 60_000,
  firstId: '656541',
  idGaps: 3,
  idShuffle: 0,
};

/** An event that a test puts in by hand. */
export interface AddedEvent {
  /** When it happened, epoch milliseconds. Default: now. */
  time?: number | undefined;
  /** When it can first be seen. Default: now. */
  visibleAt?: number | undefined;
  /** Members that replace those of the generated record. */
  record?: Readonly<Record<string, unknown>> | undefined;
  /** Writes the whole record, byte for byte, instead. Filters still see the generated one. */
  write?: ((given: { id: string; timestamp: string }) => string) | undefined;
}
