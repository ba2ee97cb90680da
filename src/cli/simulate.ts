// `simulate`: the look-alike of Workato's API as a server, to try things out on.
import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { action, type SetExitCode } from './run-command.js';
import { addSimulatorFlags, readSimulatorFlags } from './simulator-flags.js';

const EXAMPLES = `
Examples:
  $ workato-audit-logs simulate --port 8080 --events 100000 --order asc
  $ workato-audit-logs simulate --live-per-minute 30 --late-share 0.1 --fault 2%:500
  $ WORKATO_API_TOKEN=anything workato-audit-logs sync --base-url http://127.0.0.1:8080 --backfill-start-time 2026-01-01
`;

type SimulateFlags = Readonly<Record<string, unknown>> & { port: string; host: string };

export function addSimulate(program: Command, setExitCode: SetExitCode): void {
  const command = program
    .command('simulate')
    .description('the look-alike API as a server')
    .option('--port <n>', 'where to listen; 0: any free port', '8080')
    .option('--host <address>', 'where to listen', '127.0.0.1');
  addSimulatorFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(
      action<SimulateFlags>(setExitCode, async (flags, context) => {
        const { port, host, ...switches } = flags;
        const [{ startSimulator }, { readPort }] = await Promise.all([
          import('../simulator/server.js'),
          import('./read-flags.js'),
        ]);
        const options = { ...readSimulatorFlags(switches), host, port: readPort('--port', port) };
        const simulator = await startSimulator(options);
        context.logger.info('Simulating Workato. Ctrl-C ends it.', { base_url: simulator.url });
        await untilStopped(context);
        await simulator.stop();
        return 0;
      }),
    );
}

function untilStopped({ stop }: CommandContext): Promise<void> {
  const { signal } = stop;
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
