// What the look-alike's events were done to: the `resource` of a record, in the shapes that each type has. There are few
// enough things to write each only once.
import type { EventKind } from './catalogue.js';
import { people, personOf } from './people.js';
import { mix, pick } from './seeded.js';

const PURPOSE_THING = 60;
const PURPOSE_OLD_NAME = 61;
const THINGS_OF_A_TYPE = 400;

const NAMES = [
  'New Salesforce opportunity → NetSuite order',
  'Sync Workday workers to Okta',
  'Rechnungen prüfen und buchen',
  'Copy of Trigger on a specified interval',
  '請求書の承認 | 経理部',
  'Jira ⇄ ServiceNow incidents',
  'Alerta de seguridad: acceso “inusual”',
  'HR onboarding \u{1F469}\u200D\u{1F4BB}',
  'Нормализация контактов',
  'Nightly batch\tload (v2)',
  'Customer/Support <escalation> & "priority"',
  'מיזוג לקוחות',
] as const;
const FOLDERS = [
  'Home',
  'Home/HR recipes',
  'Home/Finance/Fakturierung',
  'Home/営業',
  "Home/Ray's folder",
] as const;
const PROVIDERS = [
  'salesforce',
  'netsuite',
  'workday',
  'okta',
  'slack',
  'snowflake',
  'custom_connector_108',
] as const;
const ROLES = ['Admin', 'Analyst', 'Operator', 'Custom: Auditor (read only)'] as const;

const written = new Map<string, string>();

/** `resource` of event `number` as JSON. */
export function writeResource(seed: number, number: number, kind: EventKind): string {
  const thing = thingOf(seed, number, kind);
  const key = `${kind.eventType} ${thing}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(describeResource(kind, thing));
  written.set(key, text);
  return text;
}

/** `resource` of event `number` after somebody has renamed it. */
export function writeRevisedResource(seed: number, number: number, kind: EventKind): string {
  return JSON.stringify({ ...describeResource(kind, thingOf(seed, number, kind)), name: 'Renamed since' });
}

/** `resource_changes` as JSON; undefined where there are none. */
export function writeChanges(seed: number, number: number, kind: EventKind): string | undefined {
  if (!kind.eventType.endsWith('_renamed')) return undefined;
  return JSON.stringify({ name: { old_value: pick(NAMES, mix(seed, number, PURPOSE_OLD_NAME)) } });
}

/** Users are what sign-ins are about; anything else is one of the things of its type. */
function thingOf(seed: number, number: number, kind: EventKind): number {
  if (kind.filterType === 'User') return people.indexOf(personOf(seed, number));
  return mix(seed, number, PURPOSE_THING) % THINGS_OF_A_TYPE;
}

function describeResource(kind: EventKind, thing: number): Readonly<Record<string, unknown>> {
  const id = 1_000_000 + thing * 7 + kind.filterType.length * 10_000;
  const type = kind.recordType;
  const name = `${pick(NAMES, thing)} ${thing}`;
  const person = pick(people, thing);
  switch (kind.filterType) {
    case 'User':
      return {
        id: person.id,
        name: person.name,
        type,
        email: person.email,
        email_confirmed_at: '2024-08-01 06:43:54 -0700',
      };
    case 'Flow':
      return kind.eventType === 'recipe_copied' ? { id, name, type, parent_id: id - 7 } : { id, name, type };
    case 'SharedAccount':
      return {
        id,
        name,
        type,
        provider: pick(PROVIDERS, thing),
        identity: thing % 3 === 0 ? person.email : undefined,
        authorized: kind.eventType === 'connection_connected',
      };
    case 'Adapter':
      return { id: 100 + (thing % 20), name: 'CustomerSupport', type, version_no: 1 + (thing % 40) };
    case 'Folder':
      return { id, name, type, path: `${pick(FOLDERS, thing)}/${name}`, parent_id: 51_613 };
    case 'Package':
      return {
        id,
        type,
        folder_id: 51_613,
        folder_path: pick(FOLDERS, thing),
        file_name: `hr-recipes_${thing}.zip`,
      };
    case 'MemberInvitation':
      return { id, name: person.name, type, role: pick(ROLES, thing), email: person.email };
    case 'ManagedUserGrant':
      return { id, type, member: { ...person, role: pick(ROLES, thing) } };
    case 'ApiClient':
      return { id, name, type, grant_type: 'client_credentials' };
    default:
      return { id, name, type };
  }
}
