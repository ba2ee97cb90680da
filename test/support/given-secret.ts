// A secret as the configuration gives it to a destination, with its value at hand.
import { Secret } from '../../src/platform/secret.js';

/** Gives every secret of `settings` the value that its variable has in `values`. */
export function provideSecrets<Settings>(
  settings: Settings,
  values: Readonly<Record<string, string>>,
): Settings {
  for (const member of Object.values(settings ?? {})) {
    if (member instanceof Secret && member.place.kind === 'environment')
      member.provide(values[member.place.variable] ?? '');
    else if (typeof member === 'object') provideSecrets(member, values);
  }
  return settings;
}
