// Wiring: from a configuration to working parts. Concrete adapters are named here and in wire-source.ts, nowhere else.
import { type Config, type DestinationConfig, endpointOf, type WorkspaceConfig } from '../config/config.js';
import type { DestinationType } from '../deliver/destination.js';
import type { FeedContext } from '../deliver/feed-context.js';
import { createFilter } from '../deliver/filter.js';
import { destinationTypes } from '../destinations/registry.js';
import { createFormatter } from '../formats/formats.js';
import type { Journal } from '../journal/journal.js';
import type { Json, Position, WorkspaceEntry } from '../journal/journal-data.js';
import { openJournal } from '../journal/open-journal.js';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import { readVersion } from '../platform/version.js';
import { type Bell, createBell } from './bell.js';
import { createHealthRecorder } from './health-recorder.js';
import { inspectAll } from './inspect-all.js';
import { networkOf } from './network.js';
import { observeFeed, observePull } from './observe.js';
import type { AppNews, FeedPart, Parts, WorkspacePart } from './parts.js';
import { pullSettingsOf } from './pull-settings.js';
import { createRequestMeter } from './request-meter.js';
import { watchBudget } from './watch-budget.js';
import { wireRedaction } from './wire-redaction.js';
import { createSourceWiring, type WiredSource } from './wire-source.js';

/** What parts need from the world. */
export interface World {
  clock: Clock;
  logger: Logger;
  /** A number in [0, 1). */
  random: () => number;
  /** Told everything that happens, for progress. */
  observe?: (news: AppNews) => void;
  /** Kinds of destination beside the built-in ones, by name. */
  destinationTypes?: ReadonlyMap<string, DestinationType>;
}

/**
 * Opens the journal as its one collector and puts everything together. Workato is not asked yet.
 * @throws CollectorError JOURNAL_LOCKED, JOURNAL_CORRUPT, or CONFIG_INVALID with everything that is wrong.
 */
export async function compose(config: Config, world: World): Promise<Parts> {
  const { clock, logger } = world;
  const journal = await openJournal(config.journal.path, { clock, logger });
  const wiring = createSourceWiring(config, journal, world);
  const grown = createBell();
  const letGo = async () => {
    await wiring.close();
    await journal.close();
  };
  try {
    const wired = await inspectAll(config.workspaces, (workspace) => wiring.wire(workspace));
    const names = config.workspaces.map(({ name }) => name);
    const workspaces = await inspectAll(wired, async (source, index) => {
      const workspace = config.workspaces[index];
      if (!workspace) throw new RangeError(`no workspace ${index}`);
      const entry = await journal.bind(bindingOf(workspace, source.token), names);
      return composeWorkspace(workspace, entry, source, { journal, grown, world });
    });
    const feeds = await composeFeeds(config, { journal, grown, world });
    return {
      journal,
      keepDays: config.journal.keepDays,
      workspaces,
      feeds,
      wiring,
      alerts: {
        entries: config.alerts,
        journalConfig: config.journal,
        network: networkOf(config),
        random: world.random,
      },
      clock,
      logger,
      grown,
      async close() {
        await Promise.all([...workspaces, ...feeds].map(({ health }) => health.settle()));
        await letGo();
      },
    };
  } catch (error: unknown) {
    await letGo();
    throw error;
  }
}

/** What every part shares. */
interface Shared {
  journal: Journal;
  grown: Bell;
  world: World;
}

function bindingOf(workspace: WorkspaceConfig, token: string) {
  return { name: workspace.name, baseUrl: workspace.baseUrl, endpoint: endpointOf(workspace), token };
}

function composeWorkspace(
  config: WorkspaceConfig,
  entry: WorkspaceEntry,
  { source, budget, tokenHash }: WiredSource,
  { journal, grown, world }: Shared,
): WorkspacePart {
  const { clock, logger, random } = world;
  const health = createHealthRecorder({
    subject: `workspace ${config.name}`,
    before: entry.health,
    budget: {
      tokenHash,
      perMinute: config.requestsPerMinute,
      pollIntervalMs: config.pollIntervalMs,
    },
    save: (value) => journal.setHealth(entry.key, value),
    clock,
    logger,
  });
  const count = { stored: 0 };
  const requests = createRequestMeter();
  return {
    config,
    journal,
    health,
    count,
    requests,
    bell: createBell(),
    isPaused: entry.pausedAt !== null,
    backfills: [],
    context: {
      workspaceKey: entry.key,
      workspace: config.name,
      settings: pullSettingsOf(config),
      source,
      budget: watchBudget(budget, clock, health.waiting),
      journal,
      clock,
      logger,
      random,
      observe: observePull(config.name, {
        health,
        count,
        requests,
        grown,
        logger,
        observe: world.observe,
      }),
    },
  };
}

async function composeFeeds(config: Config, shared: Shared): Promise<readonly FeedPart[]> {
  const { journal, world } = shared;
  const names = config.destinations.map(({ name }) => name);
  for (const { name, renamedFrom } of config.destinations) {
    if (renamedFrom !== null && !names.includes(renamedFrom)) await journal.renameFeed(renamedFrom, name);
  }
  await journal.keepFeeds(names, world.clock.now());
  const before = new Map((await journal.feeds()).map((feed) => [feed.name, feed.health]));
  const feedContext = { head: await journal.head(), network: networkOf(config) };
  return inspectAll(config.destinations, (destination) =>
    composeFeed(destination, before.get(destination.name) ?? null, { ...shared, ...feedContext }),
  );
}

/** What feeds share beside. */
interface SharedByFeeds extends Shared {
  /** The journal's end when the process began. */
  head: Position;
  network: FeedContext['network'];
}

async function composeFeed(
  config: DestinationConfig,
  before: Json,
  shared: SharedByFeeds,
): Promise<FeedPart> {
  const { journal, grown, world } = shared;
  const { clock, logger, random } = world;
  const redact = await wireRedaction(config, logger);
  const health = createHealthRecorder({
    subject: `destination ${config.name}`,
    before,
    save: (value) => journal.setFeedHealth(config.name, value),
    clock,
    logger,
  });
  const progress = { delivered: 0, acknowledgedAt: 0 };
  return {
    config,
    journal,
    health,
    progress,
    bell: createBell(),
    replays: [],
    letterOrders: [],
    context: {
      name: config.name,
      journal,
      destination: { type: typeOf(config, world), settings: config.settings },
      network: shared.network,
      startAfter: config.startFrom === 'now' ? shared.head : 0,
      limits: config.batch,
      format: formatOf(config),
      filter: createFilter(config.filter),
      ...(redact ? { redact } : {}),
      clock,
      logger,
      random,
      observe: observeFeed(config.name, { health, progress, clock, observe: world.observe }),
      async waitForMore(after, signal) {
        const heard = grown.count;
        if ((await journal.head()) <= after) await grown.wait(heard, signal);
      },
    },
  };
}

function typeOf({ name, type }: DestinationConfig, world: World): DestinationType {
  const found = world.destinationTypes?.get(type) ?? destinationTypes.get(type);
  if (found) return found;
  throw new CollectorError('CONFIG_INVALID', `Destination "${name}" is of the unknown type "${type}".`);
}

function formatOf({ name, format, includeRaw }: DestinationConfig) {
  const found = createFormatter(format, { includeRaw, collectorVersion: readVersion() });
  if (found) return found;
  throw new CollectorError('CONFIG_INVALID', `Destination "${name}" has the unknown format "${format}".`);
}
