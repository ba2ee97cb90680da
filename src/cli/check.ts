// `check`: is everything in place?
import type { Command } from 'commander';
import type { Finding } from '../app/check.js';
import { addDestinationOptions, addWorkspaceOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs check --base-url https://app.eu.workato.com --api-token-file /run/secrets/workato
  $ workato-audit-logs check --config /etc/workato-audit-logs.yaml

It asks Workato once or twice a workspace and changes nothing.
`;

export function addCheck(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('check')
    .description('test connection, token and privilege of every workspace, every destination and alert');
  addWorkspaceOptions(addDestinationOptions(command))
    .addHelpText('after', EXAMPLES)
    .action(
      action<ConfigOptions>(setExitCode, async (flags, context) => {
        const [{ loadConfig }, { check }, { exitCodeOf, worstOf }, { print }] = await Promise.all([
          import('../config/load.js'),
          import('../app/check.js'),
          import('../app/outcome.js'),
          import('./print.js'),
        ]);
        const config = await loadConfig({ flags, now: context.clock.now, needsTokens: true });
        const { renderFinding } = await import('./render-finding.js');
        const findings: readonly Finding[] = await check(config, context, context.stop.signal);
        await print(findings.map(renderFinding).join(''));
        return worstOf(findings.map(({ error }) => (error === null ? 0 : exitCodeOf(error))));
      }),
    );
}
