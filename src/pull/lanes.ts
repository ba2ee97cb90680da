// The lanes of one pull: tail, sweep, and as many windows of history beside them as latency would otherwise waste of the budget.
import type { Page } from '../events/page.js';
import { isCollectorError } from '../platform/errors.js';
import { type Ask, unlessPaused } from './ask.js';
import { createPageLimit, type PageLimit } from './page-limit.js';
import { type Place, sweepPlace, tailPlace, windowPlace } from './places.js';
import { readWindow } from './read-window.js';
import type { Reader } from './reader.js';
import type { Session } from './session.js';
import { claimWindow } from './windows.js';

const MINUTE_MS = 60_000;

/** What the lanes have done so far. */
export interface Totals {
  stored: number;
  /** Events that only the sweep has found. */
  found: number;
  /** Pages of the tail that only repeated what was known. */
  rereadPages: number;
}

/** Drains everything that the cursor holds, several windows at once. A window that fails does not stop the others. */
export class Lanes {
  readonly #totals: Totals;
  readonly #session: Session;
  readonly #ask: Ask;
  readonly #pause: AbortController;
  readonly #running = new Set<Promise<void>>();
  readonly #claimed = new Set<number>();
  readonly #errors: unknown[] = [];
  #historyLanes = 0;
  #latencyMs: number | null = null;
  #mayCalibrate = true;
  #isUndated = false;
  readonly #pageLimit: PageLimit;

  /**
   * @param pause is aborted, by anyone, when nothing new may begin.
   * @param totals is counted up.
   */
  constructor(session: Session, ask: Ask, pause: AbortController, totals: Totals) {
    this.#totals = totals;
    this.#session = session;
    this.#pageLimit = createPageLimit();
    this.#ask = ask;
    this.#pause = pause;
  }

  /**
   * Reads until nothing is left to read, or the pause.
   * @param live whether tail and sweep are read too.
   * @throws the worst error, after every lane has come to rest.
   */
  async run(live: boolean): Promise<void> {
    if (live) {
      this.#start(tailPlace(this.#session));
      const { drain, found } = this.#session.cursor.sweep;
      if (drain !== null) this.#start(sweepPlace(() => found + this.#totals.found));
    }
    await this.#openHistoryLanes();
    while (this.#running.size > 0) {
      await Promise.race(this.#running);
      await this.#openHistoryLanes();
    }
    const worst = this.#errors.toSorted((a, b) => weightOf(b) - weightOf(a))[0];
    if (worst !== undefined && weightOf(worst) > 0) throw worst;
  }

  #start(place: Place): void {
    const lane: Promise<void> = readWindow(this.#reader(), place)
      .catch((error: unknown) => {
        this.#errors.push(error);
        if (concernsAll(error)) this.#pause.abort();
      })
      .finally(() => {
        if (place.kind === 'backfill') this.#historyLanes -= 1;
        this.#running.delete(lane);
      });
    this.#running.add(lane);
  }

  #reader(): Reader {
    const { clock } = this.#session.context;
    return {
      session: this.#session,
      ask: this.#ask,
      pageLimit: this.#pageLimit,
      onPage: (place, page, stored) => this.#countPage(place, page, stored),
      rest: (ms: number) => unlessPaused(this.#pause.signal, clock.sleep(ms, this.#pause.signal)),
      takeCalibration: () => {
        const may = this.#mayCalibrate;
        this.#mayCalibrate = false;
        return may;
      },
    };
  }

  async #countPage(place: Place, page: Page, stored: number): Promise<void> {
    const { latencyMs, events } = page;
    if (page.serverTime === null && !this.#isUndated) this.#session.context.observe({ kind: 'undated' });
    this.#isUndated ||= page.serverTime === null;
    this.#latencyMs = this.#latencyMs === null ? latencyMs : this.#latencyMs * 0.8 + latencyMs * 0.2;
    this.#totals.stored += stored;
    if (place.kind === 'sweep') this.#totals.found += stored;
    if (place.kind === 'tail' && stored === 0 && events.length > 0) this.#totals.rereadPages += 1;
    this.#session.context.observe({
      kind: 'page',
      purpose: place.kind,
      received: events.length,
      stored,
      latencyMs,
    });
    await this.#openHistoryLanes();
  }

  async #openHistoryLanes(): Promise<void> {
    while (!this.#pause.signal.aborted && this.#wantsLane()) {
      this.#historyLanes += 1;
      const id = await this.#claim();
      if (id === null) {
        this.#historyLanes -= 1;
        return;
      }
      this.#start(windowPlace(id, this.#session));
    }
  }

  /** One lane always; more while the budget has slots to spare that the lanes there are too slow to use. */
  #wantsLane(): boolean {
    const { budget, settings } = this.#session.context;
    if (this.#historyLanes === 0) return true;
    if (this.#latencyMs === null || budget.available() === 0) return false;
    const inFlight = Math.ceil((this.#latencyMs * budget.perMinute) / MINUTE_MS);
    return this.#historyLanes < Math.min(settings.lanes, inFlight + 1);
  }

  async #claim(): Promise<number | null> {
    const mayWiden = this.#historyLanes > 1;
    const claimFrom = (cursor: Session['cursor']) =>
      claimWindow(cursor, this.#claimed, this.#session.learnt, mayWiden);
    if (claimFrom(this.#session.cursor) === null) return null;
    let id: number | null = null;
    await this.#session.commit((cursor) => {
      const claim = claimFrom(cursor);
      if (claim === null) return cursor;
      id = claim.id;
      this.#claimed.add(claim.id);
      return claim.cursor;
    });
    return id;
  }
}

/** Token, privilege, configuration and journal are every lane's trouble; a page that cannot be read is its window's. */
function concernsAll(error: unknown): boolean {
  return weightOf(error) > 1;
}

function weightOf(error: unknown): number {
  if (!isCollectorError(error)) return 4;
  switch (error.code) {
    case 'CONFIG_INVALID':
    case 'JOURNAL_LOCKED':
    case 'JOURNAL_CORRUPT':
      return 3;
    case 'AUTHENTICATION_FAILED':
    case 'PERMISSION_DENIED':
      return 2;
    case 'ABORTED':
      return 0;
    default:
      return 1;
  }
}
