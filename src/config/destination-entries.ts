// Destinations: each checked by the schema of its own type, then against one another.
import { existsSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { destinationTypes } from '../destinations/registry.js';
import { formatNames } from '../formats/formats.js';
import type { DestinationConfig } from './config.js';
import { DestinationEntry } from './config-schema.js';
import type { Environment } from './flag-entries.js';
import { findNearest } from './nearest.js';
import { type Problem, showValue } from './problem.js';
import { provideSecrets } from './provide-secrets.js';
import { findSameNames } from './same-names.js';
import { describeSchemaErrors, type NamePath } from './schema-problems.js';

/** What resolving an entry takes. */
interface EntryContext {
  /** Null where the command delivers nothing: then no secret is needed. */
  environment: Environment | null;
  namePath: NamePath;
  problems: Problem[];
}

/** The destinations that `entries` describe; mistakes are added to `problems`. */
export function resolveDestinations(
  entries: readonly (DestinationEntry | undefined)[],
  journalPath: string,
  context: EntryContext,
): readonly DestinationConfig[] {
  const { namePath, problems } = context;
  const resolved = entries.map((entry, index) => {
    const name: NamePath = (path) => namePath(['destinations', index, ...path]);
    return entry && resolveDestination(entry, { ...context, namePath: name });
  });
  problems.push(
    ...findSameNames('destinations', entries, namePath),
    ...findSamePlaces(resolved, journalPath, namePath),
  );
  return resolved.filter((destination) => destination !== undefined);
}

function resolveDestination(entry: DestinationEntry, context: EntryContext): DestinationConfig | undefined {
  const { namePath, problems, environment } = context;
  const { name, type, format, filter, redact, ...others } = entry;
  const { include_raw, start_from, renamed_from, batch_events, batch_bytes, batch_age, ...rest } = others;
  const before = problems.length;
  const known = destinationTypes.get(type);
  if (!formatNames.some((formatName) => formatName === format)) {
    problems.push(unknownName(namePath(['format']), format, formatNames));
  }
  if (environment) problems.push(...provideSecrets({ redact }, environment, namePath));
  if (!known) {
    problems.push(unknownName(namePath(['type']), type, [...destinationTypes.keys()]));
    return undefined;
  }
  const settings = known.settings.safeParse(rest);
  if (!settings.success) {
    problems.push(...describeSchemaErrors(withCommonKeys(known.settings), settings.error, rest, namePath));
  }
  if (settings.success && environment) {
    problems.push(...provideSecrets(settings.data, environment, (path) => namePath(path)));
  }
  if (problems.length > before || !settings.success) return undefined;
  return {
    name,
    type,
    format,
    filter: buildFilter(filter),
    redact: redact ? { ...redact, key: redact.key ?? null } : null,
    settings: settings.data,
    startFrom: start_from,
    includeRaw: include_raw,
    renamedFrom: renamed_from ?? null,
    batch: {
      ...(batch_events === undefined ? {} : { events: batch_events }),
      ...(batch_bytes === undefined ? {} : { bytes: batch_bytes }),
      ...(batch_age === undefined ? {} : { ageMs: batch_age }),
    },
  };
}

function buildFilter(filter: DestinationEntry['filter']): DestinationConfig['filter'] {
  return {
    includeEventTypes: filter.include_event_types,
    excludeEventTypes: filter.exclude_event_types,
    includeResourceTypes: filter.include_resource_types,
    excludeResourceTypes: filter.exclude_resource_types,
    includeUsers: filter.include_users,
    excludeUsers: filter.exclude_users,
  };
}

/** So that a mistyped `formt` is recognised although the type's own schema does not know `format`. */
function withCommonKeys(settings: z.ZodType): z.ZodType {
  if (!(settings instanceof z.ZodObject)) return settings;
  return DestinationEntry.extend(settings.shape);
}

function unknownName(path: string, value: string, known: readonly string[]): Problem {
  const nearest = findNearest(value, known);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return {
    path,
    message: `${showValue(value, [])} is not known; expected one of ${known.join(', ')}${meant}`,
  };
}

function findSamePlaces(
  destinations: readonly (DestinationConfig | undefined)[],
  journalPath: string,
  namePath: NamePath,
): readonly Problem[] {
  const places = new Map<string, string>(
    ['', '-wal', '-shm', '.lock'].map((suffix) => [
      `file ${realPlace(`${journalPath}${suffix}`)}`,
      'the journal',
    ]),
  );
  return destinations.flatMap((destination, index) => {
    if (!destination) return [];
    const place = placeOf(destination);
    const owner = places.get(place);
    places.set(place, owner ?? `destinations[${index}]`);
    if (owner === undefined) return [];
    const message = `it writes to the same place as ${owner}; expected a place of its own`;
    return [{ path: namePath(['destinations', index]), message }];
  });
}

function placeOf(destination: DestinationConfig): string {
  if (destination.type === 'stdout') return 'stdout';
  const { settings } = destination;
  const own = destinationTypes.get(destination.type)?.placeOf?.(settings);
  if (own !== undefined) return `${destination.type} ${own}`;
  const path = typeof settings === 'object' && settings !== null && 'path' in settings ? settings.path : null;
  return typeof path === 'string' ? `file ${realPlace(path)}` : `name ${destination.name}`;
}

/** What a path leads to: the file itself where there is one, else the place where it would be. Two names of it are one place. */
function realPlace(path: string): string {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return linkTarget(path) ?? placeToBe(path);
  }
}

function linkTarget(path: string): string | null {
  try {
    return realPlace(resolve(dirname(path), readlinkSync(path)));
  } catch {
    return null;
  }
}

function placeToBe(path: string): string {
  const folder = dirname(resolve(path));
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : resolve(path);
}
