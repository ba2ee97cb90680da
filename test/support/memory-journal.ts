// As much of a journal as feeds need, in memory, keeping the port's promises. What it keeps has been through JSON, as on a disk.
import type { FeedJournal } from '../../src/deliver/feed-context.js';
import type {
  Acknowledgement,
  FeedState,
  Position,
  StoredDeadLetter,
  StoredEvent,
} from '../../src/journal/journal-data.js';

export interface MemoryJournal extends FeedJournal {
  /** Adds events with these bodies, one position each. */
  add(...bodies: readonly string[]): void;
  /** Retention: the body goes, the position stays. */
  remove(position: Position): void;
  rewind(feed: string, after: Position): void;
  feed(name: string): FeedState;
  letters(): readonly StoredDeadLetter[];
}

const T0 = Date.UTC(2026, 0, 1);

export function storedEvent(position: Position, body: string): StoredEvent {
  return {
    position,
    workspaceKey: 1,
    workspace: 'acme-prod',
    baseUrl: 'https://www.workato.com',
    key: String(position),
    time: T0 + position * 1000,
    firstSeen: T0 + position * 1000 + 500,
    type: 'user_login',
    user: 'ada@example.com',
    resourceType: 'User',
    raw: Buffer.from(body),
  };
}

export function createMemoryJournal(): MemoryJournal {
  const events = new Map<Position, StoredEvent>();
  const feeds = new Map<string, FeedState>();
  const letters: StoredDeadLetter[] = [];
  let head = 0;

  const feedOf = (name: string): FeedState => {
    const feed = feeds.get(name);
    if (!feed) throw new Error(`no feed ${name}`);
    return feed;
  };

  const acknowledge = (acknowledged: Acknowledgement): void => {
    const feed = feedOf(acknowledged.feed);
    const { delivered, filtered, skipped, deadLetters, position, now } = acknowledged;
    const sum = delivered + filtered + skipped + deadLetters.length;
    if (sum !== position - feed.position) throw new Error(`${sum} events for ${feed.position}–${position}`);
    const isReplay = feed.position < feed.replayUntil;
    if (isReplay && position > feed.replayUntil) throw new Error('a batch crosses the end of the replay');
    const { counts } = feed;
    feeds.set(feed.name, {
      ...feed,
      position,
      open: null,
      resume: JSON.parse(JSON.stringify(acknowledged.resume)),
      replayUntil: position >= feed.replayUntil ? 0 : feed.replayUntil,
      counts: isReplay
        ? { ...counts, replayed: counts.replayed + delivered }
        : {
            delivered: counts.delivered + delivered,
            filtered: counts.filtered + filtered,
            skipped: counts.skipped + skipped,
            deadLettered: counts.deadLettered + deadLetters.length,
            replayed: counts.replayed,
          },
    });
    letters.push(...deadLetters.map((letter) => ({ ...letter, feed: feed.name, at: now })));
  };

  return {
    id: 'journal-1',
    add: (...bodies) => {
      for (const body of bodies) {
        head += 1;
        events.set(head, storedEvent(head, body));
      }
    },
    remove: (position) => void events.delete(position),
    rewind: (name, after) => {
      const feed = feedOf(name);
      feeds.set(name, {
        ...feed,
        position: after,
        open: null,
        replayUntil: Math.max(feed.position, feed.replayUntil),
      });
    },
    feed: feedOf,
    letters: () => letters,
    head: async () => head,
    async openFeed(name, startAfter) {
      if (!feeds.has(name)) feeds.set(name, newFeed(name, startAfter));
      return structuredClone(feedOf(name));
    },
    async read(after, limit) {
      const found: StoredEvent[] = [];
      let bytes = 0;
      for (let position = after + 1; position <= head && found.length < limit.events; position += 1) {
        const event = events.get(position);
        if (!event) continue;
        bytes += event.raw.length;
        if (bytes > limit.bytes && found.length > 0) break;
        found.push(event);
      }
      return found;
    },
    async recordBatch(name, batch) {
      feeds.set(name, { ...feedOf(name), open: { ...batch } });
    },
    acknowledge: async (acknowledged) => acknowledge(acknowledged),
    deadLetters: async (name, limit = 100) =>
      letters
        .filter((letter) => name === undefined || letter.feed === name)
        .reverse()
        .slice(0, limit),
  };
}

function newFeed(name: string, startAfter: Position): FeedState {
  return {
    name,
    position: startAfter,
    open: null,
    resume: null,
    counts: { delivered: 0, filtered: 0, skipped: startAfter, deadLettered: 0, replayed: 0 },
    health: null,
    replayUntil: 0,
    droppedAt: null,
  };
}
