// The look-alike without its socket: what it holds, what it was asked, and what it answers at a moment.
import { admit, type Caller, readToken } from './access.js';
import { type Answer, answerQuery, refusal, type SimulatedWorkspace } from './answer.js';
import type { Behaviour } from './behaviour.js';
import { type Fault, type FaultRule, isStruck } from './faults.js';
import { History } from './history.js';
import type { AddedEvent } from './history-options.js';
import { type ResolvedOptions, withDefaults } from './options.js';
import { RateLimiter, writeRetryAfter } from './rate-limit.js';
import { writeRecord } from './record.js';
import { RequestLog } from './request-log.js';
import { mix } from './seeded.js';
import { spoil } from './spoil.js';

/** What is true of one workspace at a moment: the oracle of a test. */
export interface Truth {
  /** Ids of all events that exist, oldest first, those not visible yet included. */
  ids: readonly string[];
  /** Ids of those that can be seen, whatever the retention. */
  visibleIds: readonly string[];
}

/** What is to be sent for one request. */
export interface Reply {
  answer: Answer;
  fault: Fault | null;
  correlationId: string;
}

const PURPOSE_CORRELATION = 95;

export class Simulation {
  behaviour: Behaviour;
  faults: readonly FaultRule[];
  readonly log = new RequestLog();
  readonly #workspaces: SimulatedWorkspace[];
  readonly #limiter = new RateLimiter();
  readonly #countByWorkspace = new Map<number, number>();
  readonly #seed: number;
  readonly #startedAt: number;

  constructor(options: ResolvedOptions) {
    this.behaviour = options.behaviour;
    this.faults = options.faults;
    this.#seed = options.history.seed;
    this.#startedAt = options.clock.now();
    this.#workspaces = options.workspaces.map((workspace, index) => ({
      options: workspace,
      history: new History(
        withDefaults({ ...options.history, seed: options.history.seed + index }, workspace),
      ),
    }));
  }

  /** Answers a request that comes at `now`. */
  reply(caller: Caller, rawQuery: string, now: number): Reply {
    const token = readToken(caller.authorization) ?? '';
    const number = this.log.arrive(token, now);
    const correlationId = this.#correlationId(number);
    const admitted = admit(caller, this.#workspaces, this.behaviour);
    const workspace = 'history' in admitted ? admitted : null;
    const fault = this.#faultFor(number, workspace, now);
    const waitMs = this.#limiter.take(token, now, this.behaviour);
    const whole = waitMs > 0 ? this.#tooMany(waitMs, now) : this.#answer(admitted, rawQuery, now);
    const answer = fault === null ? whole : spoil(whole, fault);
    this.log.keep({
      number,
      time: now,
      path: caller.path,
      query: rawQuery,
      workspace: workspace?.options.id ?? null,
      status: answer.status,
      rows: answer.numbers.length,
      fault: fault?.kind ?? null,
      correlationId,
    });
    return { answer, fault, correlationId };
  }

  /** Puts an event into a workspace; its id. */
  add(event: AddedEvent, now: number, workspaceId?: number): string {
    const { history } = this.#workspace(workspaceId);
    history.growTo(now);
    return history.idOf(history.add(event, now));
  }

  /** What is true at `now`. */
  truth(now: number, workspaceId?: number): Truth {
    const { history } = this.#workspace(workspaceId);
    history.growTo(now);
    const numbers = Array.from({ length: history.count }, (_, position) =>
      history.numberAtPosition(position),
    );
    return {
      ids: numbers.map((number) => history.idOf(number)),
      visibleIds: numbers
        .filter((number) => history.visibleAt(number) <= now)
        .map((number) => history.idOf(number)),
    };
  }

  /** The record with this id, byte for byte as it would be sent at `now`; null where there is none. */
  record(id: string, now: number, workspaceId?: number): string | null {
    const { history, options } = this.#workspace(workspaceId);
    const rank = history.ids.rankNotBelow(BigInt(id));
    const number = history.ids.numberAt(rank);
    if (number >= history.count || history.idOf(number) !== id) return null;
    return writeRecord(history, options, this.behaviour, number, now);
  }

  /** Gives a workspace another token: the old one is answered 401 from now on. */
  changeToken(token: string, workspaceId?: number): void {
    const workspace = this.#workspace(workspaceId);
    const options = { ...workspace.options, token };
    this.#workspaces[this.#workspaces.indexOf(workspace)] = { ...workspace, options };
  }

  #answer(admitted: SimulatedWorkspace | Answer, rawQuery: string, now: number): Answer {
    if (!('history' in admitted)) return admitted;
    admitted.history.growTo(now);
    return answerQuery(admitted, this.behaviour, rawQuery, now);
  }

  #tooMany(waitMs: number, now: number): Answer {
    const retryAfter = writeRetryAfter(waitMs, now, this.behaviour.retryAfter);
    return refusal(429, 'Too many requests', retryAfter === null ? {} : { 'retry-after': retryAfter });
  }

  #faultFor(number: number, workspace: SimulatedWorkspace | null, now: number): Fault | null {
    const id = workspace?.options.id;
    const ownNumber = id === undefined ? 0 : (this.#countByWorkspace.get(id) ?? 0) + 1;
    if (id !== undefined) this.#countByWorkspace.set(id, ownNumber);
    const rule = this.faults.find(({ when, workspace: only }) => {
      if (only !== undefined && only !== id) return false;
      const moment = { number: only === undefined ? number : ownNumber, sinceStartMs: now - this.#startedAt };
      return isStruck(when, { seed: this.#seed, ...moment });
    });
    return rule?.fault ?? null;
  }

  #workspace(id: number | undefined): SimulatedWorkspace {
    const found = this.#workspaces.find(({ options }) => id === undefined || options.id === id);
    if (found === undefined) throw new RangeError(`The simulator has no workspace ${id}.`);
    return found;
  }

  #correlationId(number: number): string {
    const word = (purpose: number) =>
      mix(this.#seed, number, PURPOSE_CORRELATION + purpose)
        .toString(16)
        .padStart(8, '0');
    const digits = [0, 1, 2, 3].map(word).join('');
    return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
  }
}
