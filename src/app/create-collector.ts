// The collector as a library: one object over a journal, to run, to sync, to ask how it stands.
import type { z } from 'zod';
import type { Config, DestinationConfig } from '../config/config.js';
import { defaultDestination } from '../config/default-destination.js';
import type { DestinationType } from '../deliver/destination.js';
import { type FilterSettings, NO_FILTER } from '../deliver/filter.js';
import { systemClock } from '../platform/clock.js';
import { type Logger, silentLogger } from '../platform/log.js';
import { type CollectorEnd, runCollector } from './collector.js';
import { compose } from './compose.js';
import type { AppNews } from './parts.js';
import { readSnapshot } from './read-snapshot.js';
import { describeStatus } from './status.js';
import type { Status } from './status-shape.js';
import { type SyncReport, sync } from './sync.js';

/** A destination of the program's own. What is left out has the default that it has in a configuration file. */
export interface OwnDestination<Settings = unknown>
  extends Partial<Pick<DestinationConfig, 'format' | 'startFrom' | 'includeRaw' | 'batch'>> {
  name: string;
  type: DestinationType<Settings>;
  settings: z.input<z.ZodType<Settings>>;
  filter?: Partial<FilterSettings>;
}

export interface CollectorOptions {
  /** From `loadConfig` or `parseConfig`. */
  config: Config;
  /** Beside those of `config`. */
  destinations?: readonly OwnDestination[];
  /** Default: says nothing. */
  logger?: Logger;
  /** Told everything that happens. */
  observe?: (news: AppNews) => void;
}

/** The one collector of a journal. */
export interface Collector {
  /** Collects until `signal` fires. */
  run(signal: AbortSignal): Promise<CollectorEnd>;
  /** Pulls until caught up, delivers, and returns what came of it. */
  sync(signal: AbortSignal): Promise<SyncReport>;
  status(): Promise<Status>;
  /** Lets go of the journal. */
  close(): Promise<void>;
}

const GIVE_UP_AFTER_MS = 120_000;

/**
 * Opens the journal and makes everything ready; Workato is not asked yet.
 * @throws CollectorError JOURNAL_LOCKED, JOURNAL_CORRUPT or CONFIG_INVALID.
 */
export async function createCollector(options: CollectorOptions): Promise<Collector> {
  const { config, destinations = [], logger = silentLogger } = options;
  const own = destinations.map(({ name, type, settings, filter, ...others }) => ({
    ...defaultDestination(name, type.type, type.settings.parse(settings)),
    ...others,
    filter: { ...NO_FILTER, ...filter },
  }));
  const parts = await compose(
    { ...config, destinations: [...config.destinations, ...own] },
    {
      clock: systemClock,
      random: Math.random,
      logger,
      destinationTypes: new Map(destinations.map(({ type }) => [type.type, type])),
      ...(options.observe ? { observe: options.observe } : {}),
    },
  );
  const patience = Math.max(0, ...config.workspaces.map(({ giveUpAfterMs }) => giveUpAfterMs));
  return {
    run: (signal) => runCollector(parts, signal),
    sync: (signal) => sync(parts, { giveUpAfterMs: patience || GIVE_UP_AFTER_MS }, signal),
    status: async () => describeStatus(await readSnapshot(parts.journal, config, systemClock)),
    close: () => parts.close(),
  };
}
