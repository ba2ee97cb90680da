// `status`: where everything stands, read from the journal. A collector may run meanwhile.
import type { Command } from 'commander';
import { addJournalOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs status
  $ workato-audit-logs status --json | jq '.workspaces[] | {name, state, newest_event_age_seconds}'
`;

export function addStatus(program: Command, setExitCode: SetExitCode): void {
  addJournalOptions(program.command('status').description('cursors, lag, budget, destinations, dead letters'))
    .option('--json', 'one JSON document; its shape is stable')
    .option('--exit-code', 'end with 75 unless a collector runs and nothing is in trouble: for health checks')
    .addHelpText('after', EXAMPLES)
    .action(
      action<ConfigOptions & { json?: boolean; exitCode?: boolean }>(setExitCode, async (flags, context) => {
        const [
          { loadConfig },
          { openJournalReader },
          { readSnapshot },
          { describeStatus },
          { isHealthy },
          { print },
        ] = await Promise.all([
          import('../config/load.js'),
          import('../journal/open-journal.js'),
          import('../app/read-snapshot.js'),
          import('../app/status.js'),
          import('../app/is-healthy.js'),
          import('./print.js'),
        ]);
        const config = await loadConfig({ flags, now: context.clock.now, needsTokens: false });
        const journal = await openJournalReader(config.journal.path);
        try {
          const status = describeStatus(await readSnapshot(journal, config, context.clock));
          const { renderStatus } = await import('../app/status-text.js');
          await print(flags.json ? `${JSON.stringify(status, null, 2)}\n` : renderStatus(status));
          return flags.exitCode && !isHealthy(status) ? 75 : 0;
        } finally {
          await journal.close();
        }
      }),
    );
}
