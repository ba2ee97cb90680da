// How the look-alike's events were done: the `details` of a record, which may be anything down to missing.
import { type EventKind, isSystemEvent } from './catalogue.js';
import { writeRequest } from './people.js';
import { mix, pick } from './seeded.js';

const PURPOSE_DETAILS = 70;
const STOP_REASONS = ['test_run_stop', 'too_many_errors', 'user_stop', 'package_import'] as const;
const LOGINS = [
  'password_login',
  'sso_login',
  'switch_workspace',
  'password_login',
  'sso_login',
  'switch_team',
] as const;
const LOGOUTS = ['user_logout', 'user_logout', 'switch_workspace'] as const;

/** `details` of event `number` as JSON; undefined where its record has none. */
export function writeDetails(seed: number, number: number, kind: EventKind): string | undefined {
  const luck = mix(seed, number, PURPOSE_DETAILS);
  if (kind.filterType === 'Package') return '{}';
  if (luck % 97 === 0) return undefined;
  if (luck % 89 === 0) return '{}';
  const own = ownDetails(kind.eventType, luck >>> 8);
  if (isSystemEvent(seed, number)) return JSON.stringify(own ?? {});
  const before = own === null ? '{' : `${JSON.stringify(own).slice(0, -1)},`;
  return `${before}"request":${writeRequest(seed, number)}}`;
}

function ownDetails(eventType: string, luck: number): Readonly<Record<string, unknown>> | null {
  switch (eventType) {
    case 'user_login': {
      const activity = pick(LOGINS, luck);
      return activity === 'sso_login' ? { activity, sso_provider: 'okta' } : { activity };
    }
    case 'user_logout':
      return { activity: pick(LOGOUTS, luck) };
    case 'recipe_started':
      return { run_once: luck % 4 === 0 };
    case 'recipe_stopped':
      return { force: luck % 5 === 0, error: luck % 7 === 0, stop_reason: pick(STOP_REASONS, luck) };
    default:
      return null;
  }
}
