// Wiring of what asks Workato: connections, tokens, budgets. Shared where they must be, and only there.
import type { Config, WorkspaceConfig } from '../config/config.js';
import type { JournalReader } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import { createHttp, type Http } from '../platform/http.js';
import type { Logger } from '../platform/log.js';
import { readVersion } from '../platform/version.js';
import type { RequestBudget, Source } from '../pull/source.js';
import { createClient } from '../workato/client.js';
import { createRequestBudget } from '../workato/request-budget.js';
import { createTokenSource } from '../workato/token.js';

/** Where requests are remembered. */
export type RequestMemory = Pick<JournalReader, 'hashToken' | 'recordRequest' | 'requestsSince'>;

/** A way to ask one workspace, and leave to do so. */
export interface WiredSource {
  source: Source;
  budget: RequestBudget;
  token: string;
  /** Under which the requests of its token are remembered. */
  tokenHash: string;
}

/** Makes sources for workspaces; workspaces of one token share a budget, those with the same certificates share connections. */
export interface SourceWiring {
  /** @throws CollectorError CONFIG_INVALID where the token cannot be read or cannot be one. */
  wire(workspace: WorkspaceConfig): Promise<WiredSource>;
  close(): Promise<void>;
}

export function createSourceWiring(
  config: Pick<Config, 'proxy' | 'extraCaFile'>,
  memory: RequestMemory,
  world: { clock: Clock; logger: Logger; random: () => number },
): SourceWiring {
  const { clock, logger, random } = world;
  const connections = new Map<string | null, Http>();
  const budgets = new Map<string, RequestBudget>();
  const version = readVersion();

  const connect = (caFile: string | null): Http => {
    const known = connections.get(caFile);
    if (known) return known;
    const caFiles = caFile === null ? [] : [caFile, ...(config.extraCaFile ? [config.extraCaFile] : [])];
    const http = createHttp({ clock, proxy: config.proxy, caFiles });
    connections.set(caFile, http);
    return http;
  };

  const budgetOf = (tokenHash: string, { name, requestsPerMinute }: WorkspaceConfig): RequestBudget => {
    const known = budgets.get(tokenHash);
    if (known && known.perMinute !== requestsPerMinute) {
      throw new CollectorError(
        'CONFIG_INVALID',
        `Workspace "${name}" shares its API token with another one, but has another requests_per_minute: ${requestsPerMinute} instead of ${known.perMinute}.`,
        { hint: 'Workato counts by token: give both workspaces the same number.' },
      );
    }
    if (known) return known;
    const log = {
      record: (time: number) => memory.recordRequest(tokenHash, time),
      since: (after: number) => memory.requestsSince(tokenHash, after),
    };
    const budget = createRequestBudget({ requestsPerMinute, clock, log, random });
    budgets.set(tokenHash, budget);
    return budget;
  };

  return {
    async wire(workspace) {
      const tokenSource = createTokenSource(workspace.token, logger);
      const token = await tokenSource.read();
      const tokenHash = memory.hashToken(`${workspace.baseUrl} ${token}`);
      const source = createClient({
        baseUrl: workspace.baseUrl,
        managedUserId: workspace.managedUserId,
        token: tokenSource,
        filters: workspace.filters,
        http: connect(workspace.caFile),
        timeoutMs: workspace.requestTimeoutMs,
        version,
        now: () => clock.now(),
      });
      return { source, budget: budgetOf(tokenHash, workspace), token, tokenHash };
    },
    async close() {
      await Promise.all([...connections.values()].map((http) => http.close()));
    },
  };
}
