// Which events a destination wants.
import { userNames } from '../events/matches-user.js';
import type { StoredEvent } from '../journal/journal-data.js';

/** Names to be let through and names to be left out; an empty list asks for nothing. Names of types may end with `*`. */
export interface FilterSettings {
  includeEventTypes: readonly string[];
  excludeEventTypes: readonly string[];
  includeResourceTypes: readonly string[];
  excludeResourceTypes: readonly string[];
  /** Compared with e-mail, name and id, ignoring case. */
  includeUsers: readonly string[];
  excludeUsers: readonly string[];
}

/** Lets every event through. */
export const NO_FILTER: FilterSettings = {
  includeEventTypes: [],
  excludeEventTypes: [],
  includeResourceTypes: [],
  excludeResourceTypes: [],
  includeUsers: [],
  excludeUsers: [],
};

/** Makes the test of an event. What has no type or no user is not included by any name, nor excluded by one. */
export function createFilter(settings: FilterSettings): (event: StoredEvent) => boolean {
  const wantsType = createChoice(settings.includeEventTypes, settings.excludeEventTypes);
  const wantsResource = createChoice(settings.includeResourceTypes, settings.excludeResourceTypes);
  const included = settings.includeUsers.map((name) => name.toLowerCase());
  const excluded = settings.excludeUsers.map((name) => name.toLowerCase());
  const wantsUser = createChoice(included, excluded);
  const asksForUser = included.length > 0 || excluded.length > 0;
  return (event) =>
    wantsType(listOf(event.type)) &&
    wantsResource(listOf(event.resourceType)) &&
    (!asksForUser || wantsUser(userNames(event)));
}

function createChoice(
  include: readonly string[],
  exclude: readonly string[],
): (names: readonly string[]) => boolean {
  const isIncluded = createMatcher(include);
  const isExcluded = createMatcher(exclude);
  return (names) => (include.length === 0 || names.some(isIncluded)) && !names.some(isExcluded);
}

function createMatcher(wanted: readonly string[]): (name: string) => boolean {
  const exact = new Set(wanted);
  const prefixes = wanted.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

function listOf(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}
