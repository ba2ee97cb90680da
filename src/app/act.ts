// What the server lets people and programs do to a running collector: checked, ordered, and written into the audit trail.
import { parseInstant } from '../events/instant.js';
import type { Order } from '../journal/journal-data.js';
import { CollectorError, describeError } from '../platform/errors.js';
import type { Action } from './action.js';
import { pickName } from './backfill.js';
import type { Parts } from './parts.js';
import { placeOrder } from './place-order.js';
import { findStart } from './replay.js';

/**
 * Orders the action; the collector carries it out within a second or two. @returns what happens now, as a sentence.
 * @throws CollectorError CONFIG_INVALID where the action names what is not there; that is written down too.
 */
export async function act(parts: Parts, action: Action, actor: string): Promise<string> {
  try {
    const order = await toOrder(parts, action);
    await placeOrder(parts.journal, order, actor, parts.clock);
    return sentenceFor(action);
  } catch (error: unknown) {
    const subject =
      'workspace' in action ? `workspace ${action.workspace}` : `destination ${action.destination}`;
    const outcome = error instanceof CollectorError ? 'refused' : 'failed';
    const record = { at: parts.clock.now(), actor, action: action.action, subject, outcome } as const;
    await parts.journal.recordAction({ ...record, detail: describeError(error) });
    throw error;
  }
}

async function toOrder({ workspaces, feeds, journal, clock }: Parts, action: Action): Promise<Order> {
  if ('workspace' in action) {
    const names = workspaces.map(({ config }) => config.name);
    const workspace = pickName(names, action.workspace, 'workspace');
    if (action.action !== 'backfill') {
      return { kind: action.action === 'pull_now' ? 'pull' : action.action, workspace };
    }
    const [from, to] = [readTime('from', action.from), Math.min(readTime('to', action.to), clock.now())];
    if (from < to) return { kind: 'backfill', workspace, from, to };
    throw refused(
      `from ${action.from} to ${action.to} is no span of the past`,
      'a time before now, and one after it',
    );
  }
  const names = feeds.map(({ config }) => config.name);
  const feed = pickName(names, action.destination, 'destination');
  if (action.action !== 'replay') {
    return {
      kind: action.action === 'retry_dead_letters' ? 'retry-dead-letters' : 'drop-dead-letters',
      feed,
    };
  }
  const { from_position: position, from_time: time } = action;
  if ((position === undefined) === (time === undefined)) {
    throw refused('the replay has no beginning, or two', 'from_position or from_time');
  }
  const start = time === undefined ? { position: position ?? 0 } : { time: readTime('from_time', time) };
  return { kind: 'replay', feed, after: await findStart(journal, start) };
}

function readTime(name: string, text: string): number {
  const time = parseInstant(text);
  if (time !== null) return time;
  throw refused(`${name} is not a time`, 'one such as 2026-01-31T09:30:00Z');
}

function refused(what: string, expected: string): CollectorError {
  return new CollectorError('CONFIG_INVALID', `Not accepted: ${what}; expected ${expected}.`);
}

function sentenceFor(action: Action): string {
  switch (action.action) {
    case 'pause':
      return `Pulling ${action.workspace} is paused once the pull under way has ended.`;
    case 'resume':
      return `Pulling ${action.workspace} goes on.`;
    case 'pull_now':
      return `${action.workspace} is pulled now.`;
    case 'backfill':
      return `${action.workspace} is read from ${action.from} to ${action.to}.`;
    case 'replay':
      return `${action.destination} gets everything again from there on.`;
    case 'retry_dead_letters':
      return `The dead letters of ${action.destination} are tried again.`;
    case 'drop_dead_letters':
      return `The dead letters of ${action.destination} are dropped; the events stay in the journal.`;
  }
}
