// Alerts beside a collector: looked at every ten seconds, or once at the end of a sync. Nothing else ever waits for them.
import { describeError } from '../../platform/errors.js';
import { backoffMs } from '../../platform/retry.js';
import { createTurn } from '../../platform/turn.js';
import { toCollectorError } from '../failure.js';
import type { Parts } from '../parts.js';
import { type AlertChannel, type Alerting, openAlerting } from './alerting.js';

const LOOK_EVERY_MS = 10_000;
const TRIES_AT_THE_END = 3;
const LONGEST_AT_THE_END_MS = 30_000;
const BACKOFF = { baseMs: 4000, capMs: 300_000 };
const BACKOFF_AT_THE_END = { baseMs: 1000, capMs: 4000 };

/** Watches and tells until `signal` fires. It never rejects: a collector goes on without alerts. */
export async function keepAlerting(parts: Parts, signal: AbortSignal): Promise<void> {
  if (parts.alerts.entries.length === 0) return;
  await withAlerting(parts, async (alerting) => {
    const telling = alerting.channels.map((channel) => keepTelling(alerting, channel, parts, signal));
    while (!signal.aborted) {
      await parts.clock.sleep(LOOK_EVERY_MS, signal).catch(() => {});
      if (!signal.aborted) await alerting.look().catch((error: unknown) => warnOf(parts, error));
    }
    await Promise.all(telling);
  });
}

/** Looks once and sends what there is, for half a minute at most; what cannot be sent waits for the next run. It never rejects. */
export async function alertOnce(parts: Parts, signal: AbortSignal): Promise<void> {
  if (parts.alerts.entries.length === 0 || signal.aborted) return;
  await withAlerting(parts, async (alerting) => {
    await Promise.all([...parts.workspaces, ...parts.feeds].map(({ health }) => health.settle()));
    await alerting.look();
    const turn = createTurn(signal);
    parts.clock.sleep(LONGEST_AT_THE_END_MS, turn.signal).then(turn.end, () => {});
    await Promise.all(alerting.channels.map((channel) => tellOnce(channel, parts, turn.signal)));
    turn.release();
  });
}

async function withAlerting(parts: Parts, work: (alerting: Alerting) => Promise<void>): Promise<void> {
  let alerting: Alerting | undefined;
  try {
    alerting = await openAlerting(parts);
    await work(alerting);
  } catch (error: unknown) {
    warnOf(parts, error);
  } finally {
    await alerting?.close();
  }
}

async function keepTelling(
  { news }: Alerting,
  channel: AlertChannel,
  parts: Parts,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const heard = news.count;
    if (!channel.next()) {
      await news.wait(heard, signal);
      continue;
    }
    const waitMs = await tryToSend(channel, parts, signal, failures);
    failures = waitMs === null ? 0 : failures + 1;
    if (waitMs !== null) await parts.clock.sleep(waitMs, signal).catch(() => {});
  }
}

async function tellOnce(channel: AlertChannel, parts: Parts, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted && failures < TRIES_AT_THE_END && channel.next()) {
    const waitMs = await tryToSend(channel, parts, signal, failures, BACKOFF_AT_THE_END);
    failures = waitMs === null ? 0 : failures + 1;
    if (waitMs !== null && failures < TRIES_AT_THE_END) {
      await parts.clock.sleep(waitMs, signal).catch(() => {});
    }
  }
}

/** @returns milliseconds to wait before it is tried again; null where it was sent. */
async function tryToSend(
  channel: AlertChannel,
  { alerts, logger }: Parts,
  signal: AbortSignal,
  failures: number,
  backoff = BACKOFF,
): Promise<number | null> {
  const message = channel.next();
  if (!message) return null;
  const { kind, subject } = message;
  try {
    await channel.send(message, signal);
    logger.info('An alert was sent.', { alert: channel.config.name, kind, subject });
    return null;
  } catch (thrown: unknown) {
    if (signal.aborted) return 0;
    const error = toCollectorError(thrown);
    const waitMs = error.retryAfterMs ?? backoff.baseMs / 2 + backoffMs(failures, alerts.random(), backoff);
    logger.warn(`An alert could not be sent: ${error.message}`, {
      alert: channel.config.name,
      kind,
      subject,
      hint: error.hint || undefined,
      retry_in_seconds: Math.ceil(waitMs / 1000),
    });
    return waitMs;
  }
}

function warnOf({ logger }: Parts, error: unknown): void {
  logger.warn('Alerts could not be looked after; collecting goes on.', { reason: describeError(error) });
}
