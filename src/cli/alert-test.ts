// `alert-test`: do alerts arrive?
import type { Command } from 'commander';
import { addJournalOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs alert-test --config /etc/workato-audit-logs.yaml
  $ workato-audit-logs alert-test --name on-call

It sends one message to each alert of the file, asks Workato nothing and changes nothing.
`;

interface AlertTestFlags extends ConfigOptions {
  name?: string;
}

export function addAlertTest(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('alert-test')
    .description('send a test message to each alert and tell what came of it');
  addJournalOptions(command)
    .option('--name <name>', 'only this alert')
    .addHelpText('after', EXAMPLES)
    .action(
      action<AlertTestFlags>(setExitCode, async ({ name, ...flags }, context) => {
        const [{ loadConfig }, { testAlerts }, { print }, { renderFinding }] = await Promise.all([
          import('../config/load.js'),
          import('../app/alerts/test-alerts.js'),
          import('./print.js'),
          import('./render-finding.js'),
        ]);
        const { now } = context.clock;
        const config = await loadConfig({ flags, now, needsTokens: false, sendsAlerts: true });
        const findings = await testAlerts(config, name, context, context.stop.signal);
        await print(findings.map(renderFinding).join(''));
        const errors = findings.flatMap(({ error }) => (error === null ? [] : [error]));
        if (errors.some(({ code }) => code === 'CONFIG_INVALID')) return 2;
        return errors.length === 0 ? 0 : 1;
      }),
    );
}
