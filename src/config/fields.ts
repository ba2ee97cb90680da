// The kinds of value that only a workspace has, each with the sentence that a wrong one gets.
import { z } from 'zod';
import { parseDuration } from '../platform/duration.js';
import { isCollectorError } from '../platform/errors.js';
import { text } from '../platform/fields.js';
import { normaliseBaseUrl } from '../workato/base-url.js';
import { MOMENT_FORM, parseMoment } from './moment.js';

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

/** A list of names as Workato writes them. */
export function nameList(example: string) {
  const expected = `a list of names such as [${example}]`;
  return z.array(text(`a name such as ${example}`, 200), { error: expected }).readonly();
}
