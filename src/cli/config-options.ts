// The flags that several commands share: where the configuration is, and one workspace without a file.
import { type Command, Option } from 'commander';
import type { ConfigFlags } from '../config/flag-entries.js';

/** Flags of a command that only needs the journal. */
export function addJournalOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'YAML file (default: workato-audit-logs.yaml, where there is one)')
    .option('--journal <path>', 'the journal (WORKATO_JOURNAL; default: ./workato-audit-logs.db)');
}

/** Flags of a command that delivers. */
export function addDestinationOptions(
  command: Command,
  flag = '--to <destination>',
  description = 'stdout or file:PATH; repeatable (default: stdout)',
): Command {
  return addJournalOptions(command).addOption(new Option(flag, description).argParser(collect));
}

/** Flags of a command that asks Workato. */
export function addWorkspaceOptions(command: Command): Command {
  return command
    .option(
      '--base-url <url>',
      'address of the data centre (WORKATO_BASE_URL; default: https://www.workato.com)',
    )
    .option(
      '--api-token-file <path>',
      'file that holds the API token (WORKATO_API_TOKEN_FILE; or the token in WORKATO_API_TOKEN)',
    )
    .option('--managed-user-id <id>', 'Embedded partners: the customer workspace')
    .option(
      '--backfill-start-time <time>',
      'from when on past events are wanted: a date, a time with a zone, or a span such as 30d (WORKATO_BACKFILL_START_TIME; default: none)',
    )
    .option('--requests-per-minute <n>', 'most requests in any 60 seconds (default: 60)')
    .option('--lookback <duration>', 'how far behind the newest event each pull starts again (default: 10m)')
    .option('--ca-file <path>', 'PEM file with further certificate authorities');
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The configuration's part of a command's options. */
export type ConfigOptions = ConfigFlags;
