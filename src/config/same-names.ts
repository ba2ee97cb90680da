// Names that stand twice in a list: each entry is known by its own.
import { type Problem, showValue } from './problem.js';
import type { NamePath } from './schema-problems.js';

/** One problem for each entry of `section` whose name an earlier one has; entries that cannot be read are undefined. */
export function findSameNames(
  section: 'workspaces' | 'destinations' | 'alerts',
  entries: readonly ({ name: string } | undefined)[],
  namePath: NamePath,
): readonly Problem[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    if (!entry) return [];
    const earlier = first.get(entry.name);
    if (earlier === undefined) {
      first.set(entry.name, index);
      return [];
    }
    const message = `${showValue(entry.name, [])} is also the name of ${section}[${earlier}]; expected a name of its own`;
    return [{ path: namePath([section, index, 'name']), message }];
  });
}
