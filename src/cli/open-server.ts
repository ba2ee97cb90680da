// The server beside a collector: started where an address is configured, and where nobody else has it.
import type { Parts } from '../app/parts.js';
import type { Config, ServerConfig } from '../config/config.js';
import { CollectorError, describeError } from '../platform/errors.js';
import { readVersion } from '../platform/version.js';
import type { RunningServer } from '../server/serve.js';
import type { CommandContext } from './command-context.js';

const SHORTEST_TOKEN = 16;

/**
 * Starts to serve; null where nothing is to be served. An address that nobody asked for and that is taken is warned of: to
 * collect is more important.
 * @throws CollectorError CONFIG_INVALID where the address that was asked for cannot be had, or the token is too short.
 */
export async function openServer(
  parts: Parts,
  config: Config,
  { clock, logger }: CommandContext,
): Promise<RunningServer | null> {
  const { address, allowedHosts, isAddressGiven } = config.server;
  if (!address) return null;
  const token = await readToken(config.server);
  const [{ startServer }, { findDashboard }, { startSearchThread }] = await Promise.all([
    import('../server/serve.js'),
    import('../server/find-dashboard.js'),
    import('../search/search-thread.js'),
  ]);
  const { path } = config.journal;
  const search = startSearchThread({ journalPath: path, indexPath: `${path}.search` }, logger);
  const context = { parts, config, clock, logger, address, allowedHosts, token, search };
  try {
    const server = await startServer({ ...context, version: readVersion(), dashboard: findDashboard() });
    logger.info('The dashboard is open.', { url: server.url });
    return {
      url: server.url,
      async close() {
        await server.close();
        await search.stop();
      },
    };
  } catch (error: unknown) {
    await search.stop();
    const reason = reasonOf(error);
    const at = `${address.host}:${address.port}`;
    const hint = 'Give another address with --listen or server.listen, or "off".';
    if (isAddressGiven) {
      throw new CollectorError('CONFIG_INVALID', `Cannot serve at ${at}: ${reason}.`, { hint, cause: error });
    }
    logger.warn('The dashboard is not served; collecting goes on.', { address: at, reason, hint });
    return null;
  }
}

async function readToken({ token }: ServerConfig): Promise<string | null> {
  const value = (await token?.read()) ?? null;
  if (value === null || value.length >= SHORTEST_TOKEN) return value;
  throw new CollectorError('CONFIG_INVALID', `server.token is shorter than ${SHORTEST_TOKEN} characters.`, {
    hint: 'Make a random one, for example with: openssl rand -base64 32',
  });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'another program listens there';
  if (code === 'EACCES') return 'this user may not listen there';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address';
  return describeError(error);
}
