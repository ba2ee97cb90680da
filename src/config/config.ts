// The configuration after the door: checked, complete, readonly. Nothing behind it reads a flag, a file or the environment.
import type { FilterSettings } from '../deliver/filter.js';
import type { HeaderSettings } from '../destinations/shared/http-headers.js';
import type { FieldPath } from '../events/field-path.js';
import type { Secret } from '../platform/secret.js';
import type { AlertKind } from './alerts-schema.js';
import type { ListenAddress } from './server-schema.js';

/** Everything that the product was told. Durations are milliseconds, moments epoch milliseconds. */
export interface Config {
  journal: JournalConfig;
  workspaces: readonly WorkspaceConfig[];
  destinations: readonly DestinationConfig[];
  alerts: readonly AlertConfig[];
  server: ServerConfig;
  proxy: ProxyConfig;
  /** `NODE_EXTRA_CA_CERTS`: to be trusted beside a workspace's own `ca_file`. */
  extraCaFile: string | null;
  /** The file that was read; null where flags and environment said it all. */
  file: string | null;
}

/** Somebody to be told that something is wrong. */
export interface AlertConfig {
  name: string;
  type: 'webhook' | 'slack';
  /** Its value is an address that whoever knows it may write to. */
  url: Secret;
  headers: HeaderSettings;
  /** Milliseconds that one request may take. */
  timeoutMs: number;
  rules: AlertRules;
}

/** What is told, and when. Times are milliseconds. */
export interface AlertRules {
  on: readonly AlertKind[];
  failingAfterMs: number;
  noDataAfterMs: number;
  behindAfterMs: number;
  repeatEveryMs: number;
}

/** Where `run` serves its face, and to whom. */
export interface ServerConfig {
  /** Null: nowhere. */
  address: ListenAddress | null;
  /** Whether the address was asked for, so that it must be had. */
  isAddressGiven: boolean;
  /** Null: nobody has to sign in. */
  token: Secret | null;
  allowedHosts: readonly string[];
}

export interface JournalConfig {
  path: string;
  /** Days for which bodies of delivered events are kept; null: for ever. */
  keepDays: number | null;
}

/** One workspace to collect from. */
export interface WorkspaceConfig {
  name: string;
  /** As `normaliseBaseUrl` leaves it. */
  baseUrl: string;
  /** The customer's workspace on the Embedded endpoint; null on the direct one. */
  managedUserId: string | null;
  token: TokenReference;
  backfillStartTime: number | null;
  requestsPerMinute: number;
  lookbackMs: number;
  pollIntervalMs: number;
  sweepIntervalMs: number;
  sweepReachMs: number;
  giveUpAfterMs: number;
  requestTimeoutMs: number;
  caFile: string | null;
  filters: WorkspaceFilters;
}

/** Where the token comes from. The value of a variable was read, and protected from being printed, at the door. */
export type TokenReference =
  | { kind: 'environment'; variable: string; value: string }
  | { kind: 'file'; path: string }
  /** Only while a connection is tested. */
  | { kind: 'typed'; value: string };

export interface WorkspaceFilters {
  usersIds: readonly number[];
  includeEventTypes: readonly string[];
  excludeEventTypes: readonly string[];
  includeResourceTypes: readonly string[];
  excludeResourceTypes: readonly string[];
}

/** One place to deliver to. `settings` were checked by the destination type's own schema. */
export interface DestinationConfig {
  name: string;
  type: string;
  /** `raw`, `envelope`, `ocsf` or `ecs`. */
  format: string;
  filter: FilterSettings;
  /** Null: nothing is redacted. */
  redact: RedactConfig | null;
  settings: unknown;
  /** Whether a destination that the journal has not met begins with its first event, or with the next one to come. */
  startFrom: 'beginning' | 'now';
  /** The name that it had before. */
  renamedFrom: string | null;
  /** Whether `ocsf` and `ecs` keep the record itself as text. */
  includeRaw: boolean;
  /** Instead of what suits the type. */
  batch: { events?: number; bytes?: number; ageMs?: number };
}

/** What a destination must not see. */
export interface RedactConfig {
  drop: readonly FieldPath[];
  pseudonymise: readonly FieldPath[];
  /** Of the pseudonyms; null where there are none. */
  key: Secret | null;
}

/** Proxies as the environment names them; undefined where it does not. */
export interface ProxyConfig {
  httpProxy: string | undefined;
  httpsProxy: string | undefined;
  noProxy: string | undefined;
}

/** `direct`, or the managed user's id: the endpoint as it is bound in the journal. */
export function endpointOf(workspace: Pick<WorkspaceConfig, 'managedUserId'>): string {
  return workspace.managedUserId ?? 'direct';
}
