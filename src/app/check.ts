// `check`: is everything in place? One finding for each workspace, each destination, each alert and the journal; nothing is changed.
import { existsSync } from 'node:fs';
import type { AlertConfig, Config, DestinationConfig, WorkspaceConfig } from '../config/config.js';
import type { DestinationContext } from '../deliver/destination.js';
import { destinationTypes } from '../destinations/registry.js';
import type { JournalReader } from '../journal/journal.js';
import { openJournalReader } from '../journal/open-journal.js';
import { proveWritable } from '../journal/prove-writable.js';
import type { CollectorError } from '../platform/errors.js';
import { readReceiver } from './alerts/send-alert.js';
import type { World } from './compose.js';
import { toCollectorError } from './failure.js';
import { findIdlePaths } from './find-idle-paths.js';
import { createForgetfulMemory } from './forgetful-memory.js';
import { networkOf } from './network.js';
import { forProbing, probeWorkspace } from './probe-workspace.js';
import { wireRedaction } from './wire-redaction.js';
import { createSourceWiring, type SourceWiring } from './wire-source.js';

/** What was found out about one part. */
export interface Finding {
  /** `workspace acme-prod`, `destination archive`, `alert on-call` or `journal`. */
  subject: string;
  /** What works, as sentences; the newest event time, the order that was learnt. */
  says: readonly string[];
  /** What does not; null where all is well. */
  error: CollectorError | null;
}

/**
 * Checks everything that `config` names, each part by itself. Requests are taken from the budget and recorded where there is a
 * journal; none is made.
 */
export async function check(config: Config, world: World, signal: AbortSignal): Promise<readonly Finding[]> {
  const journal = await openExisting(config);
  const reader = journal instanceof Error ? null : journal;
  const wiring = createSourceWiring(config, reader ?? createForgetfulMemory(), world);
  try {
    const workspaces = config.workspaces.map((workspace) =>
      find(`workspace ${workspace.name}`, () => checkWorkspace(workspace, wiring, reader, signal)),
    );
    const destinations = config.destinations.map((destination) =>
      find(`destination ${destination.name}`, () =>
        checkDestination(destination, reader, { ...world, ...networkOf(config) }, signal),
      ),
    );
    const alerts = config.alerts.map((alert) => find(`alert ${alert.name}`, () => checkAlert(alert, world)));
    const kept = find(`journal ${config.journal.path}`, async () => {
      if (journal instanceof Error) throw journal;
      return checkJournal(config.journal.path, journal);
    });
    return await Promise.all([...workspaces, ...destinations, ...alerts, kept]);
  } finally {
    await wiring.close();
    await reader?.close();
  }
}

async function find(subject: string, look: () => Promise<readonly string[]>): Promise<Finding> {
  try {
    return { subject, says: await look(), error: null };
  } catch (error: unknown) {
    return { subject, says: [], error: toCollectorError(error) };
  }
}

/** The journal, where there is one; what is wrong with it, where it cannot be read. */
async function openExisting(config: Config): Promise<JournalReader | CollectorError | null> {
  if (!existsSync(config.journal.path)) return null;
  try {
    return await openJournalReader(config.journal.path);
  } catch (error: unknown) {
    return toCollectorError(error);
  }
}

async function checkWorkspace(
  workspace: WorkspaceConfig,
  wiring: SourceWiring,
  journal: JournalReader | null,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const wired = await wiring.wire(forProbing(workspace));
  return (await probeWorkspace(workspace, wired, journal, signal)).says;
}

async function checkDestination(
  destination: DestinationConfig,
  journal: JournalReader | null,
  context: DestinationContext,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { redact } = destination;
  await wireRedaction(destination, context.logger);
  await destinationTypes.get(destination.type)?.check(destination.settings, context, signal);
  return [
    destination.type === 'stdout'
      ? 'Standard output: `sync` and `run` print each event there, one JSON record a line.'
      : 'It can be written.',
    ...(redact && journal ? await findIdlePaths(redact, journal) : []),
  ];
}

/** Nothing is sent: nobody is to be woken by a look. */
async function checkAlert(alert: AlertConfig, { logger }: World): Promise<readonly string[]> {
  await readReceiver(alert, logger);
  return ['It has an address; `alert-test` sends a message there.'];
}

async function checkJournal(path: string, journal: JournalReader | null): Promise<readonly string[]> {
  await proveWritable(path);
  if (journal === null) return ['There is none yet; the first sync or run makes it.'];
  await journal.checkIntegrity();
  const holder = await journal.holder();
  return [
    `It is sound and holds ${await journal.head()} events.`,
    ...(holder ? [`Process ${holder.pid} on ${holder.host} collects into it.`] : []),
  ];
}
