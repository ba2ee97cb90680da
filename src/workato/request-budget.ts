// The request budget: at most N requests in any 60 seconds on one token, whoever sends them. Workato counts 60 a minute over
// all Environment-management endpoints (https://docs.workato.com/workato-api.html#rate-limits). grant.ts decides who goes next.
import type { Clock } from '../platform/clock.js';
import { abortedError, throwIfAborted } from '../platform/errors.js';
import type { Purpose, RequestBudget } from '../pull/source.js';
import { createAccount } from './account.js';
import { byPurpose, decideGrant, purposes } from './grant.js';
import { createRequestMemory, type RequestLog } from './request-memory.js';
import { createSharedSignals } from './shared-signal.js';
import { createWaitingLine, type Waiter } from './waiting-line.js';

export interface RequestBudgetOptions {
  /** Most requests in any 60 seconds. */
  requestsPerMinute: number;
  clock: Clock;
  /** Remembers requests over restarts and shares them with other processes. */
  log: RequestLog;
  /** A number in [0, 1). */
  random: () => number;
  /** How much longer than 60 s a slot stays taken at least, because requests do not travel equally fast. Default 250. */
  marginMs?: number;
}

interface Ticket extends Waiter {
  readonly purpose: Purpose;
  isGone: boolean;
  grant(): void;
  refuse(error: unknown): void;
}

/** Slots that are recorded together. */
const MOST_AT_ONCE = 64;
/** The log is read before slots are given, unless it was read just now. */
const FRESH_MS = 50;

/** Makes the budget of one token, for all workspaces that use it. */
export function createRequestBudget(options: RequestBudgetOptions): RequestBudget {
  const { clock, random, requestsPerMinute: perMinute, marginMs = 250 } = options;
  const account = createAccount({ perMinute, now: () => clock.monotonic(), random, marginMs });
  const memory = createRequestMemory(options.log, clock);
  const lines = byPurpose(() => createWaitingLine<Ticket>());
  const counts = () => byPurpose((purpose) => lines[purpose].count);
  const signals = createSharedSignals<Ticket>((ticket) => {
    ticket.isGone = true;
    lines[ticket.purpose].remove(ticket);
    ticket.refuse(undefined);
    wake();
  });
  let alarm: AbortController | undefined;
  let isServing = false;
  let readAt = Number.NEGATIVE_INFINITY;

  const wake = () => {
    alarm?.abort('woken');
    alarm = undefined;
  };

  /** Takes in what the log has got since, and returns how many own requests came too late for a slot. */
  const readLog = async (): Promise<number> => {
    const requests = await memory.read();
    readAt = clock.monotonic();
    let own = 0;
    let late = 0;
    for (const request of requests) {
      if (request.isOwn) own += 1;
      else account.addOther(request.takenAt);
      if (request.isOwn && account.spent() + own > perMinute) late += 1;
    }
    return late;
  };

  const callNext = (): Ticket | undefined => {
    const waiting = counts();
    const decision = decideGrant(account.standing(waiting));
    if (decision.kind !== 'grant') return undefined;
    account.book(decision.purpose, waiting);
    return lines[decision.purpose].call();
  };

  /** Remembers the requests before they are sent. Where another process was faster, the later ones wait again. */
  const send = async (tickets: readonly Ticket[]): Promise<void> => {
    const recorded: Ticket[] = [];
    const results = await Promise.allSettled(tickets.map(() => memory.record()));
    for (const [index, result] of results.entries()) {
      const ticket = tickets[index];
      if (ticket !== undefined && result.status === 'fulfilled') recorded.push(ticket);
      else if (result.status === 'rejected') ticket?.refuse(result.reason);
    }
    const late = await readLog().finally(() => {
      for (const ticket of tickets) account.send(ticket.purpose);
    });
    for (const [index, ticket] of recorded.entries()) {
      if (index < recorded.length - late) ticket.grant();
      else if (!ticket.isGone) lines[ticket.purpose].putBack(ticket);
    }
  };

  const serveOnce = async (): Promise<void> => {
    if (clock.monotonic() - readAt > FRESH_MS) await readLog();
    const tickets: Ticket[] = [];
    while (tickets.length < MOST_AT_ONCE) {
      const ticket = callNext();
      if (ticket === undefined) break;
      tickets.push(ticket);
    }
    if (tickets.length > 0) return send(tickets).catch((error: unknown) => refuseAll(tickets, error));
    const decision = decideGrant(account.standing(counts()));
    if (decision.kind !== 'wait') return;
    alarm = new AbortController();
    const pauseMs = Math.max(1, Math.ceil(decision.until - clock.monotonic()));
    await clock.sleep(pauseMs, alarm.signal).catch(() => undefined);
  };

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    try {
      while (purposes.some((purpose) => lines[purpose].count > 0)) await serveOnce();
    } catch (error) {
      const waiting = purposes.flatMap((purpose) => callAll(lines[purpose].call));
      refuseAll(waiting, error);
    } finally {
      isServing = false;
    }
  };

  return {
    perMinute,
    available: () => account.available(),
    slowDown: (retryAfterMs) => account.refuse(retryAfterMs),
    answered: (latencyMs) => account.answered(latencyMs),
    async take(purpose, workspace, signal) {
      throwIfAborted(signal);
      const { promise, grant, refuse } = createPermit();
      const ticket: Ticket = {
        purpose,
        workspace,
        isWaiting: false,
        isGone: false,
        grant,
        refuse: (error) => refuse(error ?? abortedError(signal)),
      };
      lines[purpose].add(ticket);
      signals.watch(signal, ticket);
      wake();
      void serve();
      await promise.finally(() => signals.forget(signal, ticket));
    },
  };
}

function createPermit() {
  let grant: () => void = () => undefined;
  let refuse: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    grant = resolve;
    refuse = reject;
  });
  return { promise, grant, refuse };
}

function callAll(call: () => Ticket | undefined): Ticket[] {
  const called: Ticket[] = [];
  for (let ticket = call(); ticket !== undefined; ticket = call()) called.push(ticket);
  return called;
}

function refuseAll(tickets: readonly Ticket[], error: unknown): void {
  for (const ticket of tickets) ticket.refuse(error);
}
