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
  return [
    CLI,
    'sync',
    ...['--log-level', 'warn', '--base-url', url, '--requests-per-minute', requestsPerMinute],
    ...[
      '--backfill-start-time',
      startOf(historyDays),
      '--journal',
      'journal.db',
      '--to',
      'file:events.ndjson',
    ],
  ];
}

/** Settings of a workspace whose whole history is read without a limit. */
export function readsAll(historyDays) {
  return [`backfill_start_time: ${startOf(historyDays)}`, `requests_per_minute: ${NO_LIMIT}`];
}

/** Before the first event of a history. */
function startOf(historyDays) {
  return new Date(Date.now() - (historyDays + 1) * DAY_MS).toISOString();
}

/** The environment that carries the token. */
export const WITH_TOKEN = { WORKATO_API_TOKEN: TOKEN };

/** `howMany` workspaces, each with a token of its own, for a simulator. */
export function simulatedWorkspaces(howMany) {
  return Array.from({ length: howMany }, (_, index) => ({ id: 1000 + index, token: `${TOKEN}-${index}` }));
}

/** A destination of the configuration. */
export const ARCHIVE = '{ name: archive, type: file, path: ./events.ndjson }';

/** Starts `run` over `workspaces` in `folder`, with `settings` (lines of YAML) for each, one `destination`, and `flags` of its own. */
export async function startRun(folder, url, workspaces, settings = [], destination = ARCHIVE, flags = []) {
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
  return startNode([CLI, '--log-level', 'warn', 'run', ...flags], { cwd: folder, env });
}
