// How unequally requests travel: what the answers of the last minutes say about how late a request may have reached the server.
// A slot is dated when it is given. A slow request that is followed, a minute later, by a quick one would otherwise share the
// server's minute with it. All times are monotonic.

export interface Travel {
  /** A request that was sent at `now - latencyMs` was answered, or failed, at `now`. */
  note(now: number, latencyMs: number): void;
  /** How much longer than 60 s a slot has to stay taken because of that. */
  marginAt(now: number): number;
}

const MINUTE_MS = 60_000;
const MOST_MARGIN_MS = 10_000;
/** Whatever answers of up to this length consist of, all of it may be the way there: so much costs less than 2 % of the budget. */
const ALWAYS_COVERED_MS = 1000;
/** Before it has looked on for so long, nothing is known about how quick a request can be. */
const LEARNING_MS = 2 * MINUTE_MS;
const RECENT_MS = 10 * MINUTE_MS;
/** Answers are remembered by the second, however many there are. */
const SECOND_MS = 1000;

/** Nothing is known yet. Memory does not grow with the number of requests. */
export function createTravel(): Travel {
  const greatest = new Map<number, number>();
  const smallest = new Map<number, number>();
  let since = Number.POSITIVE_INFINITY;

  /** The greatest latency among the slots that are still taken. */
  const greatestAt = (now: number): number => {
    let most = 0;
    for (const [second, latencyMs] of greatest) {
      const endsAt = (second + 1) * SECOND_MS + MINUTE_MS + Math.min(MOST_MARGIN_MS, latencyMs);
      if (endsAt <= now) greatest.delete(second);
      else most = Math.max(most, latencyMs);
    }
    return most;
  };

  const smallestAt = (now: number): number => {
    if (now - since < LEARNING_MS) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [minute, latencyMs] of smallest) {
      if ((minute + 1) * MINUTE_MS + RECENT_MS <= now) smallest.delete(minute);
      else least = Math.min(least, latencyMs);
    }
    return Number.isFinite(least) ? least : 0;
  };

  return {
    note(now, latencyMs) {
      const sentIn = Math.floor((now - latencyMs) / SECOND_MS);
      greatest.set(sentIn, Math.max(greatest.get(sentIn) ?? 0, latencyMs));
      const minute = Math.floor(now / MINUTE_MS);
      smallest.set(minute, Math.min(smallest.get(minute) ?? latencyMs, latencyMs));
      since = Math.min(since, now);
    },
    marginAt(now) {
      const most = greatestAt(now);
      if (most === 0) return 0;
      return Math.min(MOST_MARGIN_MS, Math.max(Math.min(ALWAYS_COVERED_MS, most), most - smallestAt(now)));
    },
  };
}
