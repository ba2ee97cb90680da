// Doing something for every entry of a configuration, so that all mistakes are told at once.
import { ConfigError } from '../config/problem.js';
import { type CollectorError, isCollectorError } from '../platform/errors.js';

/**
 * The results of `inspect` for each entry, one after the other.
 * @throws CollectorError CONFIG_INVALID with every mistake that was found; anything else at once.
 */
export async function inspectAll<Entry, Result>(
  entries: readonly Entry[],
  inspect: (entry: Entry, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const mistakes: CollectorError[] = [];
  for (const [index, entry] of entries.entries()) {
    try {
      results.push(await inspect(entry, index));
    } catch (error: unknown) {
      if (!isCollectorError(error, 'CONFIG_INVALID')) throw error;
      mistakes.push(error);
    }
  }
  const [first, ...more] = mistakes;
  if (first === undefined) return results;
  if (more.length === 0) throw first;
  throw new ConfigError(
    mistakes.map(({ message }, index) => ({ path: `problem ${index + 1}`, message })),
    first.hint,
  );
}
