// What the server is given: the collector whose face it is, and whom it may let in.

import type { Parts } from '../app/parts.js';
import type { Config } from '../config/config.js';
import type { ListenAddress } from '../config/server-schema.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/log.js';
import type { Search } from '../search/search.js';

export interface ServerContext {
  address: ListenAddress;
  /** Null: nobody has to sign in. */
  token: string | null;
  allowedHosts: readonly string[];
  config: Config;
  parts: Parts;
  version: string;
  /** The folder of the built page. */
  dashboard: string;
  search: Search;
  clock: Clock;
  logger: Logger;
}
