// `demo`: a simulator and a collector in one process, nothing to configure: a backfill, then live events as they come.
import type { Command } from 'commander';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs demo
  $ workato-audit-logs demo --events 50000 --live-per-minute 120
  $ workato-audit-logs demo --duration 10s --keep ./demo
  $ workato-audit-logs status --journal ./demo/journal.db
`;

interface DemoFlags {
  events: string;
  livePerMinute: string;
  duration?: string;
  keep?: string;
  listen?: string;
}

export function addDemo(program: Command, setExitCode: SetExitCode): void {
  program
    .command('demo')
    .description('simulator and collector together, nothing to configure')
    .option('--events <n>', 'events of history', '5000')
    .option('--live-per-minute <n>', 'new events a minute', '60')
    .option('--duration <duration>', 'end by itself after so long (default: when stopped)')
    .option(
      '--keep <folder>',
      'keep journal and events in this folder (default: a temporary one, removed at the end)',
    )
    .option(
      '--listen <address>',
      'where the dashboard is served, or off (default: 127.0.0.1:8321, where that is free)',
    )
    .addHelpText('after', EXAMPLES)
    .action(
      action<DemoFlags>(setExitCode, async (flags, context) => {
        const [{ playDemo }, { readCount, readListen, readSpan }] = await Promise.all([
          import('./play-demo.js'),
          import('./read-flags.js'),
        ]);
        return playDemo(
          {
            events: readCount('--events', flags.events),
            livePerMinute: readCount('--live-per-minute', flags.livePerMinute),
            durationMs: flags.duration === undefined ? null : readSpan('--duration', flags.duration),
            folder: flags.keep ?? null,
            listen: flags.listen === undefined ? null : readListen('--listen', flags.listen),
          },
          context,
        );
      }),
    );
}
