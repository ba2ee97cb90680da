// The collector as a user would start it: the built command line, flags or a configuration file, a journal and a file.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLI, startNode } from './start-node.mjs';
import { TOKEN } from './with-simulator.mjs';

/** The most that the configuration takes: no limit in effect. */
const NO_LIMIT = '1000000';
const DAY_MS = 86_400_000;

/** Arguments for `node` that sync one workspace from `url` into a journal and a file in the working directory. */
export function syncArguments(url, { historyDays, requestsPerMinute = NO_LIMIT }) {
  const start = new Date(Date.now() - (historyDays + 1) * DAY_MS).toISOString();
  return [
    CLI,
    'sync',
    ...['--log-level', 'warn', '--base-url', url, '--requests-per-minute', requestsPerMinute],
    ...['--backfill-start-time', start, '--journal', 'journal.db', '--to', 'file:events.ndjson'],
  ];
}

/** The environment that carries the token. */
export const WITH_TOKEN = { WORKATO_API_TOKEN: TOKEN };

/** `howMany` workspaces, each with a token of its own, for a simulator. */
export function simulatedWorkspaces(howMany) {
  return Array.from({ length: howMany }, (_, index) => ({ id: 1000 + index, token: `${TOKEN}-${index}` }));
}

const ARCHIVE = '{ name: archive, type: file, path: ./events.ndjson }';

/** Starts `run` over `workspaces` in `folder`, with `settings` (lines of YAML) for each, and one `destination`. */
export async function startRun(folder, url, workspaces, settings = [], destination = ARCHIVE) {
  const entries = workspaces.map(({ id }) =>
    [`  - name: workspace-${id}`, `base_url: ${url}`, `api_token: { env: TOKEN_${id} }`, ...settings].join(
      '\n    ',
    ),
  );
  const config = [
    'journal: ./journal.db',
    'workspaces:',
    ...entries,
    'destinations:',
    `  - ${destination}`,
    '',
  ];
  await writeFile(join(folder, 'workato-audit-logs.yaml'), config.join('\n'));
  const env = Object.fromEntries(workspaces.map(({ id, token }) => [`TOKEN_${id}`, token]));
  return startNode([CLI, '--log-level', 'warn', 'run'], { cwd: folder, env });
}
