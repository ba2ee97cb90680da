// The library's public surface: re-exports only. The command line is built from the same parts.

export type { CollectorEnd } from './app/collector.js';
export {
  type Collector,
  type CollectorOptions,
  createCollector,
  type OwnDestination,
} from './app/create-collector.js';
export type { AppNews } from './app/parts.js';
export { type ReadOptions, readEvents, readPages } from './app/read-events.js';
export type { FeedStatus, Status, WorkspaceStatus } from './app/status-shape.js';
export type { Failure, SyncReport } from './app/sync.js';
export type {
  AlertConfig,
  AlertRules,
  Config,
  DestinationConfig,
  JournalConfig,
  ProxyConfig,
  RedactConfig,
  ServerConfig,
  TokenReference,
  WorkspaceConfig,
  WorkspaceFilters,
} from './config/config.js';
export { exportConfigSchema } from './config/config-schema.js';
export { type LoadOptions, loadConfig, parseConfig } from './config/load.js';
export { ConfigError, type Problem } from './config/problem.js';
export type {
  Batch,
  BatchLimits,
  Delivery,
  Destination,
  DestinationType,
  OpenContext,
  Refusal,
  WriteResult,
} from './deliver/destination.js';
export type { FilterSettings } from './deliver/filter.js';
export type { AuditEvent } from './events/event.js';
export type { Json, StoredEvent } from './journal/journal-data.js';
export { type Clock, systemClock } from './platform/clock.js';
export { CollectorError, type ErrorCode, isCollectorError } from './platform/errors.js';
export { createLogger, type Logger, type LoggerOptions } from './platform/log.js';
export type { SimulatorOptions } from './simulator/options.js';
export { type Simulator, startSimulator } from './simulator/server.js';
