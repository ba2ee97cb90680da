// Log lines, as a parameter. Nothing else in the product prints what it is doing.
import { redact } from './secrets.js';
import { escapeControls } from './text.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  /** `text` for people, `json` for machines: one line an entry either way. */
  format: 'text' | 'json';
  level: LogLevel;
  /** Takes one finished line with its line end. */
  write: (line: string) => void;
  now: () => number;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** A logger whose every line is redacted and free of control characters. */
export function createLogger(options: LoggerOptions): Logger {
  const from = LEVELS.indexOf(options.level);
  const print = options.format === 'json' ? jsonLine : textLine;
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(level) < from) return;
      options.write(`${redact(print(new Date(options.now()).toISOString(), level, message, fields))}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

function jsonLine(time: string, level: LogLevel, message: string, fields: LogFields): string {
  // The escapes are those of JSON.
  return escapeControls(JSON.stringify({ time, level, message, ...fields }));
}

function textLine(time: string, level: LogLevel, message: string, fields: LogFields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}=${typeof value === 'string' && /[\s"=]/.test(value) ? JSON.stringify(value) : value}`,
    );
  return escapeControls(`${time} ${level.padEnd(5)} ${message}${pairs.join('')}`);
}
