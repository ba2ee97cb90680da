// *Test connection*: a workspace is asked before it is in any configuration, as `check` does it. Nothing is changed.
import type { WorkspaceConfig } from '../config/config.js';
import { defaultWorkspace } from '../config/default-workspace.js';
import type { JournalReader } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import { CollectorError } from '../platform/errors.js';
import { protectSecret } from '../platform/secrets.js';
import { createTurn } from '../platform/turn.js';
import { normaliseBaseUrl } from '../workato/base-url.js';
import { toCollectorError } from './failure.js';
import { forProbing, type Probe, probeWorkspace } from './probe-workspace.js';
import type { SourceWiring } from './wire-source.js';

/** What somebody wants to connect to. */
export interface Connection {
  baseUrl: string;
  managedUserId: string | null;
  /** As it was typed; null: the stored one of `workspace`. */
  token: string | null;
  workspace: string | null;
}

/** What a test found; `error` is what keeps the connection from working. */
export interface ConnectionReport extends Probe {
  error: CollectorError | null;
}

/** What a test is made with. */
export interface ConnectionWorld {
  /** The workspaces that there are. */
  workspaces: readonly WorkspaceConfig[];
  wiring: SourceWiring;
  journal: JournalReader | null;
  clock: Clock;
}

/** Shorter than people and their browsers wait. */
const LONGEST_TEST_MS = 25_000;

/** @throws CollectorError CONFIG_INVALID where nothing can be asked: no address, or no token that may be sent there. */
export async function testConnection(
  connection: Connection,
  world: ConnectionWorld,
  signal: AbortSignal,
): Promise<ConnectionReport> {
  const workspace = chooseWorkspace(connection, world.workspaces);
  const turn = createTurn(signal);
  world.clock.sleep(LONGEST_TEST_MS, turn.signal).then(turn.end, () => {});
  try {
    const wired = await world.wiring.wire(forProbing(workspace));
    return { ...(await probeWorkspace(workspace, wired, world.journal, turn.signal)), error: null };
  } catch (error: unknown) {
    const isLate = turn.signal.aborted && !signal.aborted;
    return { says: [], newest: [], error: isLate ? tookTooLong() : toCollectorError(error) };
  } finally {
    turn.release();
  }
}

/** The workspace to ask, with the token that may be sent there: a stored one goes only where it was stored for. */
function chooseWorkspace(connection: Connection, stored: readonly WorkspaceConfig[]): WorkspaceConfig {
  const { token, managedUserId } = connection;
  if (token !== null) protectSecret(token);
  const baseUrl = normaliseBaseUrl(connection.baseUrl);
  const known = stored.find(({ name }) => name === connection.workspace);
  if (token !== null) {
    const name = connection.workspace ?? new URL(baseUrl).host;
    const place = { kind: 'typed', value: token } as const;
    return { ...(known ?? defaultWorkspace(name, baseUrl, place)), baseUrl, managedUserId, token: place };
  }
  if (!known) {
    const whose = connection.workspace === null ? '' : ` of a workspace "${connection.workspace}"`;
    throw new CollectorError('CONFIG_INVALID', `There is no stored token${whose}.`, {
      hint: 'Type the API token.',
    });
  }
  if (known.baseUrl === baseUrl && known.managedUserId === managedUserId) return known;
  throw new CollectorError(
    'CONFIG_INVALID',
    `The stored token of workspace "${known.name}" only goes to ${describePlace(known)}, not to ${describePlace({ baseUrl, managedUserId })}.`,
    { hint: 'Type the token again to send it there.' },
  );
}

function describePlace({
  baseUrl,
  managedUserId,
}: Pick<WorkspaceConfig, 'baseUrl' | 'managedUserId'>): string {
  return managedUserId === null ? baseUrl : `${baseUrl} for managed user ${managedUserId}`;
}

function tookTooLong(): CollectorError {
  return new CollectorError('UPSTREAM_FAILED', `There was no answer within ${LONGEST_TEST_MS / 1000} s.`, {
    hint: 'The budget of requests may be spent, or Workato is slow: try again in a minute.',
  });
}
