// `backfill`: reads one span of history now, without touching the tail.
import type { Command } from 'commander';
import type { BackfillRequest } from '../app/backfill.js';
import { addDestinationOptions, addWorkspaceOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
--to is the end of the span, and, given as stdout or file:PATH, a destination as elsewhere.
While a collector runs on the journal, it is asked to do it; otherwise it is done here.

Examples:
  $ workato-audit-logs backfill --from 2025-12-01 --to 2026-01-01
  $ workato-audit-logs backfill --from 30d --to file:events.ndjson
  $ workato-audit-logs backfill --config collector.yaml --workspace acme-prod --from 2025-12-01
`;

interface BackfillFlags extends ConfigOptions {
  from: string;
  workspace?: string;
}

export function addBackfill(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('backfill')
    .description('read a span of history now, without touching the tail')
    .requiredOption('--from <time>', 'the beginning: a date, a time with a zone, or a span before now')
    .option('--workspace <name>', 'which workspace, where there are several');
  addWorkspaceOptions(addDestinationOptions(command, '--to <time>', 'the end (default: now)'))
    .addHelpText('after', EXAMPLES)
    .action(
      action<BackfillFlags>(setExitCode, async (flags, context) => {
        const { clock, logger, stop } = context;
        const [{ loadConfig }, { isCollecting }, { backfillHere, placeBackfill }, { collectOnce }] =
          await Promise.all([
            import('../config/load.js'),
            import('../app/is-collecting.js'),
            import('../app/backfill.js'),
            import('./collect-once.js'),
          ]);
        const { to: given, ...rest } = flags;
        const to = given?.filter(isDestination);
        const request = await readRequest(flags, clock.now());
        const load = (needsTokens: boolean) =>
          loadConfig({ flags: { ...rest, to: to?.length ? to : undefined }, now: clock.now, needsTokens });
        const located = await load(false);
        if (await isCollecting(located.journal.path)) {
          const order = await placeBackfill(located, request, clock);
          logger.info('The running collector was asked to do it; `status` shows how far it is.', { order });
          return 0;
        }
        return collectOnce(await load(true), context, (parts, giveUpAfterMs) =>
          backfillHere(parts, request, giveUpAfterMs, stop.signal),
        );
      }),
    );
}

function isDestination(value: string): boolean {
  return value === 'stdout' || value.startsWith('file:');
}

async function readRequest(flags: BackfillFlags, now: number): Promise<BackfillRequest> {
  const { readMoment, refused } = await import('./read-flags.js');
  const ends = (flags.to ?? []).filter((value) => !isDestination(value));
  const [end, second] = ends;
  if (second !== undefined) throw refused('--to', second, 'one end of the span');
  const from = readMoment('--from', flags.from, now);
  const to = end === undefined ? now : Math.min(now, readMoment('--to', end, now));
  if (from >= to) throw refused('--from', flags.from, 'a time before now and before --to');
  return { workspace: flags.workspace, from, to };
}
