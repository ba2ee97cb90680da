// The slots of the last minute: when each was taken, oldest first, by the monotonic clock.

export interface Slots {
  readonly count: number;
  /** When the oldest was taken; undefined where there is none. */
  readonly oldest: number | undefined;
  add(takenAt: number): void;
  /** Gives back what was taken at or before `time`. */
  release(time: number): void;
}

const LEAST_TO_COMPACT = 1024;

/** An empty minute. Memory is bounded by the slots that are taken. */
export function createSlots(): Slots {
  let times: number[] = [];
  let first = 0;
  return {
    get count() {
      return times.length - first;
    },
    get oldest() {
      return times[first];
    },
    add(takenAt) {
      let place = times.length;
      while (place > first && (times[place - 1] ?? takenAt) > takenAt) place -= 1;
      if (place === times.length) times.push(takenAt);
      else times.splice(place, 0, takenAt);
    },
    release(time) {
      while (first < times.length && (times[first] ?? time) <= time) first += 1;
      if (first >= LEAST_TO_COMPACT && first * 2 >= times.length) {
        times = times.slice(first);
        first = 0;
      }
    },
  };
}
