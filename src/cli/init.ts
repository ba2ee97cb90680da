// `init`: asks for a workspace, tests it, and writes the configuration.
import { existsSync } from 'node:fs';
import { stderr, stdin } from 'node:process';
import type { Command } from 'commander';
import type { ExitCode } from '../app/outcome.js';
import type { CommandContext } from './command-context.js';
import type { WizardAnswers, WizardTools } from './connect-wizard.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs init
  $ workato-audit-logs init --config /etc/workato-audit-logs.yaml

It asks Workato once or twice, and overwrites nothing: a workspace is added to a file that there is. The token goes into a file
beside it, with mode 0600.
`;

export function addInit(program: Command, setExitCode: SetExitCode): void {
  program
    .command('init')
    .description('connect a workspace: asks what is needed, tests it, writes the configuration')
    .option('-c, --config <file>', 'the YAML file to write, or to add the workspace to')
    .addHelpText('after', EXAMPLES)
    .action(
      action<{ config?: string }>(setExitCode, async (flags, context) => init(flags.config ?? null, context)),
    );
}

async function init(given: string | null, context: CommandContext): Promise<ExitCode> {
  const [{ createAsker }, { askForWorkspace }, { openTester }, { CollectorError }, { clean }] =
    await Promise.all([
      import('./asker.js'),
      import('./connect-wizard.js'),
      import('../app/open-tester.js'),
      import('../platform/errors.js'),
      import('./report-error.js'),
    ]);
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new CollectorError('CONFIG_INVALID', 'init asks questions, and there is no terminal to ask on.', {
      hint: 'Start it on a terminal, or write the file by hand: docs/configuration.md describes it.',
    });
  }
  const { stop, screen, clock } = context;
  const tester = await openTester(given !== null && existsSync(given) ? given : undefined, context);
  const asker = createAsker({ input: stdin, output: stderr }, stop.signal, stop.stop);
  const tools: WizardTools = {
    asker,
    tell: (line) => screen.write(`${clean(line)}\n`),
    test: (connection) => tester.test(connection, stop.signal),
    isThere: existsSync,
    now: () => clock.now(),
  };
  try {
    return await save(await askForWorkspace(tools, given), tools);
  } finally {
    asker.close();
    await tester.close();
  }
}

async function save(answers: WizardAnswers, tools: WizardTools): Promise<ExitCode> {
  const [{ saveWorkspace, tokenFileFor, workspaceYaml }, { tellError }, { isCollectorError }, { print }] =
    await Promise.all([
      import('../app/save-workspace.js'),
      import('./connect-wizard.js'),
      import('../platform/errors.js'),
      import('./print.js'),
    ]);
  const { token, file, eventsFile, workspace } = answers;
  const { tell, now } = tools;
  if (file === null) {
    const tokenFile = tokenFileFor(workspace.name, 'here');
    await print(await workspaceYaml(workspace, { file: tokenFile }, now));
    tell(`Put the token alone into ${tokenFile}, with mode 0600.`);
    return 0;
  }
  const path = JSON.stringify(eventsFile);
  const before =
    eventsFile === null ? '' : `destinations:\n  - name: archive\n    type: file\n    path: ${path}\n`;
  try {
    const options = { file, token, now, before, needsTokens: false, mayStartList: true };
    const tokenFile = await saveWorkspace(workspace, options);
    tell(`Saved to ${file}, and the token to ${tokenFile}.`);
    tell(`Next: workato-audit-logs check --config ${file}`);
    return 0;
  } catch (error: unknown) {
    if (!isCollectorError(error)) throw error;
    tellError(tools, error);
    const name = await tools.asker.ask('Another name (Return: give up)');
    if (name === '') return 2;
    return save({ ...answers, workspace: { ...workspace, name } }, tools);
  }
}
