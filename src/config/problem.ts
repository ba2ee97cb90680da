// What is wrong with a configuration: every problem at once, each as path, value and accepted form. Never a secret.
import { CollectorError } from '../platform/errors.js';
import { redact } from '../platform/secrets.js';
import { escapeControls, shorten } from '../platform/text.js';

/** One mistake in the configuration. */
export interface Problem {
  /** Where: `workspaces[0].lookback`, `--lookback` or `WORKATO_BASE_URL`. */
  path: string;
  /** What is wrong and what is accepted, without the path. */
  message: string;
}

/** A configuration that cannot be used; `problems` lists every mistake that was found. */
export class ConfigError extends CollectorError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], hint = 'Every setting is described in docs/configuration.md.') {
    super('CONFIG_INVALID', problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'), {
      hint,
    });
    this.problems = problems;
  }
}

/** `path` as people write it: `workspaces[0].api_token`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

const LONGEST_VALUE = 60;

/** Instead of a value that may be a secret. */
export const NOT_SHOWN = 'what was given (not shown)';

/** A value for a message: short, printable, redacted; nothing of it where a token is expected, and nothing of what is nested. */
export function showValue(value: unknown, path: readonly PropertyKey[]): string {
  if (path.includes('api_token')) return NOT_SHOWN;
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return shorten(escapeControls(redact(text)), LONGEST_VALUE);
}
