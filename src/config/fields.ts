// The kinds of value that settings are made of, each with the sentence that a wrong one gets.
import { z } from 'zod';
import { isCollectorError } from '../platform/errors.js';
import { normaliseBaseUrl } from '../workato/base-url.js';
import { DURATION_FORM, formatDuration, parseDuration } from './duration.js';
import { MOMENT_FORM, parseMoment } from './moment.js';

/** A duration between two ends, inclusive; read to milliseconds. */
export function duration(shortest: string, longest: string) {
  const leastMs = parseDuration(shortest) ?? 0;
  const mostMs = parseDuration(longest) ?? Number.POSITIVE_INFINITY;
  const expected = `${DURATION_FORM}, from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}`;
  return z.string({ error: expected }).transform((text, context) => {
    const durationMs = parseDuration(text);
    if (durationMs !== null && durationMs >= leastMs && durationMs <= mostMs) return durationMs;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

/** A moment that is not later than `now()`, or a span before it; read to epoch milliseconds. */
export function pastMoment(now: () => number) {
  const expected = `${MOMENT_FORM}, or a span before now such as 30d; not in the future`;
  return z.string({ error: expected }).transform((text, context) => {
    const span = parseDuration(text);
    const time = span === null ? parseMoment(text) : now() - span;
    if (time !== null && time >= 0 && time <= now()) return time;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

/** An address of Workato, brought to its one form; a wrong one gets the sentence that says what is wrong with it. */
export function baseUrl() {
  return z.string({ error: 'an address such as https://app.eu.workato.com' }).transform((text, context) => {
    try {
      return normaliseBaseUrl(text);
    } catch (error: unknown) {
      if (!isCollectorError(error, 'CONFIG_INVALID')) throw error;
      const message = [error.message, error.hint].filter(Boolean).join(' ');
      context.addIssue({ code: 'custom', message, params: { isWhole: true } });
      return z.NEVER;
    }
  });
}

/** A whole number between two ends, inclusive. */
export function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return z.number({ error: expected }).int({ error: expected }).min(least, { error: expected }).max(most, {
    error: expected,
  });
}

/** Text that a person reads or the file system takes: not empty, not endless, no control characters. */
export function text(expected: string, longest = 4096) {
  return z
    .string({ error: expected })
    .min(1, { error: expected })
    .max(longest, { error: `${expected}, at most ${longest} characters` })
    .refine((value) => !/\p{Cc}/u.test(value) && value.trim() !== '', { error: expected });
}

/** A list of names as Workato writes them. */
export function nameList(example: string) {
  const expected = `a list of names such as [${example}]`;
  return z.array(text(`a name such as ${example}`, 200), { error: expected }).readonly();
}
