// Reading a workspace's events without a journal, as an async sequence: for scripts that look once.

import { endpointOf, type WorkspaceConfig, type WorkspaceFilters } from '../config/config.js';
import { defaultWorkspace } from '../config/default-workspace.js';
import { proxyFromEnvironment } from '../config/proxy.js';
import type { AuditEvent } from '../events/event.js';
import { type Clock, systemClock } from '../platform/clock.js';
import { type Logger, silentLogger } from '../platform/log.js';
import { protectSecret } from '../platform/secrets.js';
import { createTurn } from '../platform/turn.js';
import { pull } from '../pull/pull.js';
import { normaliseBaseUrl } from '../workato/base-url.js';
import { createForgetfulMemory } from './forgetful-memory.js';
import { createHandover } from './handover.js';
import { pullSettingsOf } from './pull-settings.js';
import { createTransientJournal, ONLY_KEY } from './transient-journal.js';
import { createSourceWiring } from './wire-source.js';

export interface ReadOptions {
  /** Default `https://www.workato.com`. */
  baseUrl?: string;
  /** The API token. */
  token: string;
  /** The customer workspace of an Embedded partner. Default: the token's own workspace. */
  managedUserId?: string;
  /** Events from then on. */
  from: Date;
  /** What Workato is asked to leave out. Default: nothing. */
  filters?: Partial<WorkspaceFilters>;
  /** Most requests in any 60 seconds. Default 60. */
  requestsPerMinute?: number;
  /** Ends the sequence with an ABORTED error. */
  signal?: AbortSignal;
  logger?: Logger;
  clock?: Clock;
}

/**
 * Events from `from` until now, each once, in pages as they are read; a page is asked for when the one before is taken. Keys
 * are remembered as long as it reads: for years of events use a collector.
 * @throws CollectorError CONFIG_INVALID, AUTHENTICATION_FAILED, PERMISSION_DENIED; the rest after two minutes without an answer.
 */
export async function* readPages(
  options: ReadOptions,
): AsyncGenerator<readonly AuditEvent[], void, undefined> {
  const { clock = systemClock, logger = silentLogger } = options;
  const workspace = toWorkspace(options);
  const world = { clock, logger, random: Math.random };
  const proxy = proxyFromEnvironment({});
  const wiring = createSourceWiring({ proxy, extraCaFile: null }, createForgetfulMemory(), world);
  const turn = createTurn(options.signal ?? new AbortController().signal);
  const handover = createHandover<readonly AuditEvent[]>();
  const pulling = pullOnce();
  try {
    yield* handover.values();
  } finally {
    turn.release();
    await pulling;
    await wiring.close();
  }

  async function pullOnce(): Promise<void> {
    try {
      const { source, budget } = await wiring.wire(workspace);
      const journal = createTransientJournal(
        workspace.name,
        workspace.baseUrl,
        endpointOf(workspace),
        handover.put,
      );
      const settings = pullSettingsOf(workspace);
      const context = {
        workspaceKey: ONLY_KEY,
        workspace: workspace.name,
        settings,
        source,
        budget,
        journal,
      };
      await pull({ ...context, ...world, observe: () => {} }, turn.signal);
      handover.end();
    } catch (error: unknown) {
      handover.end(error);
    }
  }
}

/** The events of `readPages`, one by one. */
export async function* readEvents(options: ReadOptions): AsyncGenerator<AuditEvent, void, undefined> {
  for await (const page of readPages(options)) yield* page;
}

function toWorkspace(options: ReadOptions): WorkspaceConfig {
  const { baseUrl = 'https://www.workato.com', token } = options;
  protectSecret(token);
  const place = { kind: 'environment', variable: 'token', value: token } as const;
  const workspace = defaultWorkspace('reading', normaliseBaseUrl(baseUrl), place);
  return {
    ...workspace,
    managedUserId: options.managedUserId ?? null,
    backfillStartTime: options.from.getTime(),
    requestsPerMinute: options.requestsPerMinute ?? workspace.requestsPerMinute,
    filters: { ...workspace.filters, ...options.filters },
  };
}
