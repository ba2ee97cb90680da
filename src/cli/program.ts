// All commands of the command line, with what they have in common.
import { Command, Option } from 'commander';
import { redact } from '../platform/secrets.js';
import { readVersion } from '../platform/version.js';
import { addAlertTest } from './alert-test.js';
import { addBackfill } from './backfill.js';
import { addCheck } from './check.js';
import { addDemo } from './demo.js';
import { addEvents } from './events.js';
import { addInit } from './init.js';
import { addReplay } from './replay.js';
import { addRun } from './run.js';
import type { SetExitCode } from './run-command.js';
import { addSimulate } from './simulate.js';
import { addStatus } from './status.js';
import { addSync } from './sync.js';

const AFTER_HELP = `
Exit codes:
  0 done   1 failed   2 usage or configuration   3 token or privilege   75 temporary, try again later

Try it without a Workato account:
  $ workato-audit-logs demo

Collect into ./workato-audit-logs.db and print every event:
  $ export WORKATO_API_TOKEN=...
  $ workato-audit-logs check --base-url https://app.eu.workato.com
  $ workato-audit-logs sync --base-url https://app.eu.workato.com --backfill-start-time 2026-01-01
`;

/** The whole program. `setExitCode` is told how a command ended. */
export function createProgram(setExitCode: SetExitCode): Command {
  const program = new Command('workato-audit-logs')
    .description(
      'Collects the activity audit log of Workato into a durable journal and delivers it: nothing lost, nothing twice.',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addOption(
      new Option('--log-format <format>', 'how log lines on stderr look')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(
      new Option('--log-level <level>', 'the least that is logged')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .addHelpText('after', AFTER_HELP)
    .configureOutput({ writeErr: (text) => process.stderr.write(redact(text)) })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Add --help for what there is.')
    .exitOverride();
  for (const add of [
    addDemo,
    addInit,
    addCheck,
    addSync,
    addRun,
    addStatus,
    addEvents,
    addReplay,
    addBackfill,
    addAlertTest,
    addSimulate,
  ]) {
    add(program, setExitCode);
  }
  return program;
}
