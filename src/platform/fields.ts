// The kinds of value that settings are made of, each with the sentence that a wrong one gets.
import { z } from 'zod';
import { DURATION_FORM, formatDuration, parseDuration } from './duration.js';
import { parseSize, SIZE_FORM } from './size.js';

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

/** A size from 1 KB up; read to bytes. */
export const size = z.string({ error: SIZE_FORM }).transform((text, context) => {
  const bytes = parseSize(text);
  if (bytes !== null) return bytes;
  context.addIssue({ code: 'custom', message: SIZE_FORM });
  return z.NEVER;
});

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

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/** Yes or no. */
export function flag() {
  return z.boolean({ error: 'true or false' });
}
