// What a command is given to work with.
import type { Clock } from '../platform/clock.js';
import type { Logger, LogLevel } from '../platform/log.js';
import type { Screen } from './screen.js';
import type { StopSignal } from './stop-signal.js';

/** The flags that every command has. */
export interface LogOptions {
  logFormat: 'text' | 'json';
  logLevel: LogLevel;
}

/** What a command is given beside its flags. */
export interface CommandContext {
  clock: Clock;
  random: () => number;
  logger: Logger;
  screen: Screen;
  stop: StopSignal;
  log: LogOptions;
}
