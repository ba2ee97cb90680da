// The mapping table against both schemas, and against everything that is known of Workato's events.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ecsCategories } from '../../src/formats/ecs-vocabulary.js';
import { findMapping } from '../../src/formats/find-mapping.js';
import { eventTypes, otherResource, resourceTypes, verbs } from '../../src/formats/mapping-table.js';
import { classes, OCSF_VERSION, severities, statuses } from '../../src/formats/ocsf-vocabulary.js';
import { eventKinds } from '../../src/simulator/catalogue.js';
import { ocsfSchema } from '../support/check-ocsf.js';
import { knownEvents } from './known-events.js';

/** As the names of the filters and of the records have them. */
const DOCUMENTED_RESOURCE_TYPES = [
  ...['Account', 'AccountProperty', 'Adapter', 'ApiAccessProfile', 'ApiClient', 'ApiCustomer', 'ApiEndpoint'],
  ...[
    'ApiGroup',
    'ApiPolicy',
    'ApiPrivilegeGroup',
    'AuditLogReplicationSettings',
    'CommunityAdapterPublication',
  ],
  ...['CustomAdapter', 'CustomOauthKey', 'CustomOauthKeyAssignment', 'Deployment', 'ExportManifest', 'Flow'],
  ...[
    'Folder',
    'LCAP::Models::App',
    'LCAP::Models::Page',
    'LookupTable',
    'ManagedUserGrant',
    'MemberInvitation',
  ],
  ...[
    'OrganizationAdapterPublication',
    'Package',
    'PrivilegeGroup',
    'Project',
    'ProjectBuild',
    'ProjectProperty',
  ],
  ...['SharedAccount', 'SharingToken', 'Tags::Models::Tag', 'TeamProfile', 'Topic', 'User'],
];

describe('the vocabulary is that of the schema', () => {
  test('of OCSF', () => {
    expect(OCSF_VERSION).toBe(ocsfSchema.version);
    for (const [name, { uid, category, activities }] of Object.entries(classes)) {
      const known = ocsfSchema.classes[uid];
      expect(known).toMatchObject({ name, category: category.uid, category_name: category.name });
      const captions = known?.attributes['activity_id']?.enum ?? {};
      for (const [activity, id] of Object.entries(activities)) expect(captions[id]).toBe(activity);
    }
    for (const [caption, id] of Object.entries(severities)) {
      expect(ocsfSchema.common['severity_id']?.enum?.[id]).toBe(caption);
    }
    for (const [caption, id] of Object.entries(statuses)) {
      expect(ocsfSchema.common['status_id']?.enum?.[id]).toBe(caption);
    }
  });

  test('of ECS: what a resource and a verb say together is expected of the category', () => {
    for (const { ecs } of Object.values(resourceTypes)) {
      const [category, ...types] = ecs;
      const expected: readonly string[] = ecsCategories[category];
      for (const verb of Object.values(verbs))
        expect(expected).toEqual(expect.arrayContaining([...types, verb.ecs]));
    }
  });
});

describe('everything that is known has its place', () => {
  test('every documented type of resource', () => {
    expect(Object.keys(resourceTypes)).toEqual(expect.arrayContaining(DOCUMENTED_RESOURCE_TYPES));
    const seen = knownEvents.map(({ resourceType }) => resourceType);
    expect(DOCUMENTED_RESOURCE_TYPES.filter((type) => type !== 'Adapter' && !seen.includes(type))).toEqual(
      [],
    );
  });

  test.each(eventKinds.filter(({ documented }) => documented))('documented: $eventType', (kind) => {
    const mapping = findMapping(kind.eventType, kind.recordType);
    expect(mapping.resource).not.toBe(otherResource);
    expect(mapping.activity).not.toBe('Unknown');
    const isNamed = mapping.activity !== 'Other' || Object.hasOwn(eventTypes, kind.eventType);
    expect(isNamed || mapping.className === 'Group Management').toBe(true);
    expect(knownEvents.map(({ eventType }) => eventType)).toContain(kind.eventType);
  });

  test('every row for an event type has a golden file, and there is no file without an event', () => {
    const files = readdirSync(new URL('golden', import.meta.url)).sort();
    expect(files).toEqual(knownEvents.map(({ name }) => `${name}.json`).sort());
    const covered = new Set(knownEvents.map(({ eventType }) => eventType));
    expect(Object.keys(eventTypes).filter((key) => !covered.has(key.split(' ')[0] ?? ''))).toEqual([]);
  });
});

describe('findMapping', () => {
  const typeOf = (...asked: Parameters<typeof findMapping>) => {
    const { className, activity } = findMapping(...asked);
    return `${className}: ${activity}`;
  };

  test('switching the workspace is neither signing in nor signing out', () => {
    for (const activity of ['switch_workspace', 'switch_team']) {
      for (const type of ['user_login', 'user_logout']) {
        expect(typeOf(type, 'User', activity)).toBe('Authentication: Account Switch');
      }
    }
    expect(typeOf('user_login', 'User', 'sso_login')).toBe('Authentication: Logon');
    expect(typeOf('user_logout', 'User', 'user_logout')).toBe('Authentication: Logoff');
  });

  test.each([
    ['thing_renamed', 'Folder', 'Entity Management: Move'],
    ['widget_created', 'PrivilegeGroup', 'Group Management: Create'],
    ['member_removed', 'ManagedUserGrant', 'User Access Management: Revoke Privileges'],
    ['client_disabled', 'ApiClient', 'Account Change: Disable'],
    ['app_started', 'LCAP::Models::App', 'Application Lifecycle: Start'],
    ['genie_deleted', 'Genie', 'API Activity: Delete'],
    ['genie_pondered', 'Genie', 'API Activity: Other'],
    ['folder_pondered', 'Folder', 'Entity Management: Other'],
    ['constructor', '__proto__', 'API Activity: Other'],
    ['_'.repeat(100_000), 'toString', 'API Activity: Other'],
    [undefined, undefined, 'API Activity: Unknown'],
  ])('what has no row follows from its verb and its resource: %s on %s', (type, resourceType, expected) => {
    expect(typeOf(type, resourceType)).toBe(expected);
  });

  test('the graver of resource and verb decides the severity', () => {
    expect(findMapping('folder_created', 'Folder').severity).toBe('Informational');
    expect(findMapping('folder_deleted', 'Folder').severity).toBe('Low');
    expect(findMapping('sharing_token_deleted', 'SharingToken').severity).toBe('Medium');
  });
});
