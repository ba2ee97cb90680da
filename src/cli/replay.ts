// `replay`: delivers again from a position or a time to one destination. Workato is not asked.
import type { Command } from 'commander';
import type { ReplayRequest } from '../app/replay.js';
import { addDestinationOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
While a collector runs on the journal, it is asked to do it; otherwise it is done here.

Examples:
  $ workato-audit-logs replay --config collector.yaml --destination archive --from 1
  $ workato-audit-logs replay --config collector.yaml --destination siem --from 2026-01-01T00:00:00Z
`;

interface ReplayFlags extends ConfigOptions {
  from: string;
  destination?: string;
}

export function addReplay(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('replay')
    .description('deliver again from a position or time to one destination')
    .requiredOption(
      '--from <position|time>',
      'the first event: its position, or everything collected since a time',
    )
    .option('--destination <name>', 'which destination, where there are several');
  addDestinationOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(
      action<ReplayFlags>(setExitCode, async (flags, context) => {
        const { clock, logger, stop } = context;
        const [{ loadConfig }, { isCollecting }, { placeReplay, replayHere }, { collectOnce }] =
          await Promise.all([
            import('../config/load.js'),
            import('../app/is-collecting.js'),
            import('../app/replay.js'),
            import('./collect-once.js'),
          ]);
        const request = await readRequest(flags, clock.now());
        const load = (delivers: boolean) =>
          loadConfig({ flags, now: clock.now, needsTokens: false, delivers });
        const located = await load(false);
        await requireJournal(located.journal.path);
        if (await isCollecting(located.journal.path)) {
          const order = await placeReplay(located, request, clock);
          logger.info('The running collector was asked to do it; `status` shows how far it is.', { order });
          return 0;
        }
        return collectOnce(await load(true), context, (parts, giveUpAfterMs) =>
          replayHere(parts, request, giveUpAfterMs, stop.signal),
        );
      }),
    );
}

async function readRequest(flags: ReplayFlags, now: number): Promise<ReplayRequest> {
  const { readCount, readMoment } = await import('./read-flags.js');
  const start = /^\d+$/.test(flags.from)
    ? { position: readCount('--from', flags.from) }
    : { time: readMoment('--from', flags.from, now) };
  return { destination: flags.destination, start };
}

/** A replay makes no journal: opening it for reading says what is wrong where there is none. */
async function requireJournal(path: string): Promise<void> {
  const { openJournalReader } = await import('../journal/open-journal.js');
  await (await openJournalReader(path)).close();
}
