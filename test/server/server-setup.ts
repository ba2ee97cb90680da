// A server over a real journal, on a free port, with a page of a few files.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, onTestFinished } from 'vitest';
import { compose } from '../../src/app/compose.js';
import { parseConfig } from '../../src/config/load.js';
import { systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import { startSearchThread } from '../../src/search/search-thread.js';
import { startServer } from '../../src/server/serve.js';
import type { ServerContext } from '../../src/server/server-context.js';
import { buildOnce } from '../support/build-once.js';

/** The one that workspaces are given with `{ env: TOKEN }`. */
export const API_TOKEN = 'the-api-token-of-acme';

const LONGEST_BUILD_MS = 180_000;
beforeAll(buildOnce, LONGEST_BUILD_MS);

/** Started, and ended after the test. Nothing is collected. `sections` take the place of those of the configuration. */
export async function setUpServer(
  given: Partial<ServerContext> = {},
  sections: { workspaces?: readonly object[] } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'server-'));
  const config = parseConfig(
    {
      journal: join(folder, 'journal.db'),
      workspaces: [{ name: 'acme', api_token: { env: 'TOKEN' } }],
      destinations: [{ name: 'archive', type: 'file', path: join(folder, 'events.ndjson') }],
      ...sections,
    },
    { now: Date.now, environment: { TOKEN: API_TOKEN } },
  );
  const parts = await compose(config, { clock: systemClock, logger: silentLogger, random: Math.random });
  const dashboard = join(folder, 'dashboard');
  await mkdir(join(dashboard, 'assets'), { recursive: true });
  await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(dashboard, 'assets/page-1a2b.js'), '// script');
  const worker = pathToFileURL(join(await buildOnce(), 'app/search-worker.js'));
  const journalPath = config.journal.path;
  const search = startSearchThread({ journalPath, indexPath: `${journalPath}.search` }, silentLogger, worker);
  const server = await startServer({
    address: { host: '127.0.0.1', port: 0 },
    token: null,
    allowedHosts: [],
    config,
    parts,
    version: '1.2.3',
    dashboard,
    search,
    clock: systemClock,
    logger: silentLogger,
    ...given,
  });
  onTestFinished(async () => {
    await server.close();
    await search.stop();
    await parts.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { server, parts, config, folder, url: server.url };
}
