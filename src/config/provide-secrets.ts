// Secrets among a destination's settings: those from the environment are read here, at the door, wherever they stand.
import { Secret } from '../platform/secret.js';
import type { Environment } from './flag-entries.js';
import type { Problem } from './problem.js';
import type { NamePath } from './schema-problems.js';

/** Gives every secret in `settings` its value, where a variable holds it. @returns a problem for each variable that is missing. */
export function provideSecrets(
  settings: unknown,
  environment: Environment,
  namePath: NamePath,
): readonly Problem[] {
  return findSecrets(settings, []).flatMap(([path, secret]) => {
    if (secret.place.kind === 'file') return [];
    const { variable } = secret.place;
    const value = environment[variable]?.trim();
    if (value) {
      secret.provide(value);
      return [];
    }
    const state = environment[variable] === undefined ? 'not set' : 'empty';
    const message = `the environment variable ${variable} is ${state}; expected the secret in it, or its place in a file`;
    return [{ path: namePath(path), message }];
  });
}

function findSecrets(
  value: unknown,
  path: readonly PropertyKey[],
): readonly [readonly PropertyKey[], Secret][] {
  if (value instanceof Secret) return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    findSecrets(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
