// `run`: keeps pulling and delivering until it is stopped.
import type { Command } from 'commander';
import type { ExitCode } from '../app/outcome.js';
import type { Parts } from '../app/parts.js';
import type { CommandContext } from './command-context.js';
import { addDestinationOptions, addWorkspaceOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs run --to file:/var/log/workato.ndjson
  $ workato-audit-logs run --config /etc/workato-audit-logs.yaml --log-format json

SIGTERM or Ctrl-C stops it within ten seconds; nothing is lost.
`;

export function addRun(program: Command, setExitCode: SetExitCode): void {
  const command = program.command('run').description('keep pulling and delivering until stopped');
  addWorkspaceOptions(addDestinationOptions(command))
    .option('--poll-interval <duration>', 'how often new events are asked for (default: 30s)')
    .addHelpText('after', EXAMPLES)
    .action(
      action<ConfigOptions>(setExitCode, async (flags, context) => {
        const [{ loadConfig }, { compose }] = await Promise.all([
          import('../config/load.js'),
          import('../app/compose.js'),
        ]);
        const config = await loadConfig({ flags, now: context.clock.now, needsTokens: true });
        const parts = await compose(config, context);
        try {
          return await collect(parts, context);
        } finally {
          await parts.close();
        }
      }),
    );
}

/** Runs a collector over `parts` with progress on stderr until it is stopped. */
export async function collect(parts: Parts, context: CommandContext): Promise<ExitCode> {
  const [{ runCollector }, { followBackfill }] = await Promise.all([
    import('../app/collector.js'),
    import('./follow-backfill.js'),
  ]);
  const { logger, stop } = context;
  logger.info('Collecting.', { workspaces: parts.workspaces.length, destinations: parts.feeds.length });
  const done = new AbortController();
  const following = followBackfill(parts, context, done.signal);
  try {
    const end = await runCollector(parts, stop.signal);
    logger.info(end === 'stopped' ? 'Stopped.' : 'Ended: nobody reads standard output any more.');
    return end === 'stopped' ? 0 : 75;
  } finally {
    done.abort();
    await following;
  }
}
