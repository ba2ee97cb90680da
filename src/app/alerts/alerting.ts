// Alerts over a journal: what was told is kept there before anything is sent, so that a restart neither repeats nor forgets.
import type { AlertConfig } from '../../config/config.js';
import { describeError } from '../../platform/errors.js';
import { createBell } from '../bell.js';
import type { Parts } from '../parts.js';
import { readSnapshot } from '../read-snapshot.js';
import { describeStatus } from '../status.js';
import type { Status } from '../status-shape.js';
import {
  ALERTS_KEPT_AS,
  type AlertMessage,
  type AlertState,
  NOTHING_TOLD,
  parseStates,
} from './alert-state.js';
import { decideAlerts, slotOf } from './decide-alerts.js';
import { type AlertSender, createAlertSender } from './send-alert.js';

/** What could not be sent for so long helps nobody any more. */
const OUTDATED_MS = 86_400_000;

export interface Alerting {
  /** Rung after each look: there may be something to send. */
  readonly news: ReturnType<typeof createBell>;
  readonly channels: readonly AlertChannel[];
  /** Looks at the status, decides, and keeps what was decided. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** What waits to be sent to one receiver. */
export interface AlertChannel {
  config: AlertConfig;
  /** The oldest message that waits, once the journal has it. */
  next(): AlertMessage | undefined;
  /** Tries to send `message` once; where it was taken, or is too old, it waits no more. @throws CollectorError as the sender does. */
  send(message: AlertMessage, signal: AbortSignal): Promise<void>;
}

export async function openAlerting(parts: Parts): Promise<Alerting> {
  const { journal, clock, logger } = parts;
  const { entries, network, journalConfig } = parts.alerts;
  let states = parseStates(await journal.kept(ALERTS_KEPT_AS));
  /** What the journal has, as text and as data. */
  let kept = { text: JSON.stringify(states), states };
  const news = createBell();
  const senders: AlertSender[] = [];

  const stateOf = (name: string): AlertState => states[name] ?? NOTHING_TOLD;
  const keep = async () => {
    const current = { text: JSON.stringify(states), states };
    if (current.text === kept.text) return;
    await journal.keep(ALERTS_KEPT_AS, JSON.parse(current.text));
    kept = current;
  };
  const isKept = (name: string, [slot, message]: [string, AlertMessage]) =>
    kept.states[name]?.outbox[slot]?.id === message.id;
  const waiting = (name: string) =>
    Object.entries(stateOf(name).outbox).filter((entry) => isKept(name, entry));
  const forget = async (name: string, message: AlertMessage) => {
    const state = stateOf(name);
    const slot = slotOf(message);
    if (state.outbox[slot]?.id !== message.id) return;
    const { [slot]: _sent, ...outbox } = state.outbox;
    states = { ...states, [name]: { ...state, outbox } };
    await keep();
  };

  const channels = entries.map((config): AlertChannel => {
    const sender = createAlertSender(config, journal.id, { clock, logger, ...network });
    senders.push(sender);
    return {
      config,
      next: () => waiting(config.name).toSorted(([, a], [, b]) => a.at - b.at)[0]?.[1],
      async send(message, signal) {
        try {
          await sender.send(message, signal);
        } catch (error: unknown) {
          if (clock.now() - message.at < OUTDATED_MS) throw error;
          logger.error('An alert was given up: it could not be sent for a day.', {
            alert: config.name,
            about: slotOf(message),
            reason: describeError(error),
          });
        }
        await forget(config.name, message);
      },
    };
  });

  return {
    news,
    channels,
    async look() {
      const now = clock.now();
      const status = ofConfigured(
        describeStatus(await readSnapshot(journal, { journal: journalConfig, alerts: entries }, clock)),
        parts,
      );
      const decided = entries.map(({ name, rules }) => ({
        name,
        ...decideAlerts(stateOf(name), status, now, rules),
      }));
      states = Object.fromEntries(decided.map(({ name, state }) => [name, state]));
      await keep();
      news.ring();
    },
    async close() {
      await Promise.all(senders.map((sender) => sender.close()));
    },
  };
}

/** What the journal remembers of parts that are not configured any more is nobody's trouble. */
function ofConfigured(status: Status, { workspaces, feeds }: Parts): Status {
  const names = new Set(workspaces.map(({ config }) => config.name));
  const feedNames = new Set(feeds.map(({ config }) => config.name));
  return {
    ...status,
    workspaces: status.workspaces.filter(({ name }) => names.has(name)),
    destinations: status.destinations.filter(({ name }) => feedNames.has(name)),
  };
}
