// How a command ended, and the one number that its caller sees.
import { isCollectorError } from '../platform/errors.js';

/** 0 done · 1 failed · 2 usage or configuration · 3 token or privilege · 75 temporary, try again later. */
export type ExitCode = 0 | 1 | 2 | 3 | 75;

/** The exit code that an error leads to. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isCollectorError(error)) return 1;
  switch (error.code) {
    case 'CONFIG_INVALID':
      return 2;
    case 'AUTHENTICATION_FAILED':
    case 'PERMISSION_DENIED':
      return 3;
    case 'JOURNAL_LOCKED':
    case 'ABORTED':
      return 75;
    case 'DESTINATION_UNAVAILABLE':
      // Not retryable only within this process: the next one has another standard output.
      return 75;
    default:
      return error.retryable ? 75 : 1;
  }
}

const WORST_FIRST: readonly ExitCode[] = [2, 3, 1, 75, 0];

/** The code that the caller must see of several: what an operator has to change comes first. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? 0;
}
