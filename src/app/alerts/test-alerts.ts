// A test message to each receiver of alerts: does it arrive?
import { existsSync } from 'node:fs';
import type { AlertConfig, Config } from '../../config/config.js';
import { openJournalReader } from '../../journal/open-journal.js';
import { CollectorError } from '../../platform/errors.js';
import type { Finding } from '../check.js';
import type { World } from '../compose.js';
import { toCollectorError } from '../failure.js';
import { networkOf } from '../network.js';
import type { AlertMessage } from './alert-state.js';
import { createAlertSender } from './send-alert.js';

/**
 * Sends one test message to each alert, or to the one called `name`, and tells of each what came of it.
 * @throws CollectorError CONFIG_INVALID where there is none.
 */
export async function testAlerts(
  config: Config,
  name: string | undefined,
  world: World,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const alerts = config.alerts.filter((alert) => name === undefined || alert.name === name);
  if (alerts.length === 0) throw noneError(config, name);
  const journalId = await readJournalId(config.journal.path);
  return Promise.all(alerts.map((alert) => testAlert(alert, journalId, config, world, signal)));
}

async function testAlert(
  alert: AlertConfig,
  journalId: string | null,
  config: Config,
  world: World,
  signal: AbortSignal,
): Promise<Finding> {
  const subject = `alert ${alert.name}`;
  const sender = createAlertSender(alert, journalId, { ...world, ...networkOf(config) });
  try {
    await sender.send(testMessage(world.clock.now()), signal);
    return { subject, says: ['The test message was taken.'], error: null };
  } catch (error: unknown) {
    return { subject, says: [], error: toCollectorError(error) };
  } finally {
    await sender.close();
  }
}

function testMessage(now: number): AlertMessage {
  return {
    id: `test/${new Date(now).toISOString()}`,
    kind: 'test',
    recovered: null,
    reason: null,
    subject: 'alert-test',
    at: now,
    since: now,
    message: 'This is a test: alerts of the collector arrive here.',
    hint: '',
    code: null,
    correlationId: null,
    count: null,
  };
}

async function readJournalId(path: string): Promise<string | null> {
  if (!existsSync(path)) return null;
  const journal = await openJournalReader(path);
  await journal.close();
  return journal.id;
}

function noneError({ alerts }: Config, name: string | undefined): CollectorError {
  const names = alerts.map((alert) => alert.name).join(', ');
  return alerts.length === 0
    ? new CollectorError('CONFIG_INVALID', 'No alert is configured; expected one under alerts.', {
        hint: 'Add one to the configuration file: docs/alerts.md shows how.',
      })
    : new CollectorError('CONFIG_INVALID', `No alert is called "${name}"; expected one of ${names}.`);
}
