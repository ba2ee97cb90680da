// `sync`: pulls until caught up, delivers, exits.
import type { Command } from 'commander';
import { addDestinationOptions, addWorkspaceOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs sync                                   events to stdout, one JSON record a line
  $ workato-audit-logs sync --to file:events.ndjson --backfill-start-time 2026-01-01
  $ workato-audit-logs sync --config /etc/workato-audit-logs.yaml --log-level warn

From cron, every five minutes:
  */5 * * * *  workato-audit-logs sync --config /etc/workato-audit-logs.yaml --log-level warn
`;

export function addSync(program: Command, setExitCode: SetExitCode): void {
  const command = program.command('sync').description('pull until caught up, deliver, exit: for cron');
  addWorkspaceOptions(addDestinationOptions(command))
    .option(
      '--give-up-after <duration>',
      'end with exit code 75 after so long without an answer (default: 120s)',
    )
    .addHelpText('after', EXAMPLES)
    .action(
      action<ConfigOptions>(setExitCode, async (flags, context) => {
        const [{ loadConfig }, { collectOnce }, { sync }] = await Promise.all([
          import('../config/load.js'),
          import('./collect-once.js'),
          import('../app/sync.js'),
        ]);
        const config = await loadConfig({ flags, now: context.clock.now, needsTokens: true });
        return collectOnce(config, context, (parts, giveUpAfterMs) =>
          sync(parts, { giveUpAfterMs }, context.stop.signal),
        );
      }),
    );
}
