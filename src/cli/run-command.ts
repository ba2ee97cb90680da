// What every command runs in: a log on stderr, a stop on signals, and an exit code for whatever happens.
import type { Command } from 'commander';
import { type ExitCode, exitCodeOf } from '../app/outcome.js';
import { systemClock } from '../platform/clock.js';
import { createLogger } from '../platform/log.js';
import type { CommandContext, LogOptions } from './command-context.js';
import { reportError } from './report-error.js';
import { createScreen } from './screen.js';
import { watchSignals } from './stop-signal.js';

export type SetExitCode = (code: ExitCode) => void;

/** Makes the action of a command: options in, exit code out, every error reported in one place. */
export function action<Options>(
  setExitCode: SetExitCode,
  work: (options: Options & LogOptions, context: CommandContext) => Promise<ExitCode>,
): (this: Command) => Promise<void> {
  return async function run(this: Command) {
    const options = this.optsWithGlobals<Options & LogOptions>();
    const screen = createScreen(process.stderr, options.logFormat, process.stdout.isTTY === true);
    const logger = createLogger({
      format: options.logFormat,
      level: options.logLevel,
      write: screen.write,
      now: systemClock.now,
    });
    const stop = watchSignals(systemClock, logger);
    const context = { clock: systemClock, random: Math.random, logger, screen, stop, log: options };
    try {
      setExitCode(await work(options, context));
    } catch (error: unknown) {
      reportError(error, context);
      setExitCode(exitCodeOf(error));
    } finally {
      screen.clear();
      stop.forget();
    }
  };
}
