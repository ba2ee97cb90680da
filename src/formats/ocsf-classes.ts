// What each OCSF class asks for beside what all of them have.
import type { Mapping } from './find-mapping.js';
import type { Members } from './loose-object.js';
import { otherResource } from './mapping-table.js';
import { takeHttpRequest, takeSource, toNamed, toUser, UNKNOWN, type User, WORKATO } from './ocsf-objects.js';
import type { ClassName } from './ocsf-vocabulary.js';
import { isNamed, type OpenRecord, type Thing, takeThing } from './read-record.js';
import { takeRole, takeTarget } from './take-target.js';

/** What the attributes of a class are made of. */
export interface Subject {
  mapping: Mapping;
  record: OpenRecord;
  actor: Actor;
  /** Host of the base URL, and its port where it has one. */
  host: string;
}

/** `actor`: who did it, or for what has no user, what. */
export type Actor = {
  user?: User;
  app_name?: string;
};

/** What classes give, and what is added to it. */
export interface ClassAttributes {
  actor?: Actor | undefined;
  user?: User | undefined;
  src_endpoint?: Members | undefined;
  status_detail?: string | undefined;
  time?: number;
  message?: string;
  raw_data?: string;
  unmapped?: Members | undefined;
  metadata?: Members;
  [name: string]: unknown;
}

/** The attributes that are a class's own, and where the request came from if the class has a place for that. */
export const classAttributes: Readonly<Record<ClassName, (subject: Subject) => ClassAttributes>> = {
  'Account Change': ({ mapping, record, actor }) => {
    const user = targetOf(mapping, record, actor);
    const isService = mapping.resource.kind === 'service account';
    return {
      actor,
      user: isService ? { ...user, type_id: 4, type: 'Service' } : user,
      src_endpoint: takeSource(record),
      http_request: takeHttpRequest(record),
    };
  },

  Authentication: ({ mapping, record, actor, host }) => {
    const provider = record.details.take('sso_provider');
    const isSwitch = mapping.activity === 'Account Switch';
    return {
      actor: provider === undefined ? actor : { ...actor, idp: { name: provider } },
      user: targetOf(mapping, record, actor),
      service: { name: WORKATO },
      account_switch_type_id: isSwitch ? 99 : undefined,
      account_switch_type: isSwitch ? 'Workspace' : undefined,
      dst_endpoint: { hostname: host.replace(/:\d+$/, '') },
      src_endpoint: takeSource(record),
      http_request: takeHttpRequest(record),
    };
  },

  'Entity Management': (subject) => {
    const { record } = subject;
    const oldName = record.members.child('resource_changes').child('name').take('old_value');
    const thing = takeThing(record.resource);
    const version = record.resource.take('version_no');
    // After a renaming the entity has its old name, and the result the new one.
    return {
      actor: subject.actor,
      entity: toEntity({ id: thing.id, name: oldName ?? thing.name }, version, subject),
      entity_result: oldName === undefined ? undefined : toEntity(thing, version, subject),
      src_endpoint: takeSource(record),
      http_request: takeHttpRequest(record),
    };
  },

  'User Access Management': ({ mapping, record, actor }) => ({
    actor,
    user: targetOf(mapping, record, actor),
    privileges: [takeRole(record.resource) ?? 'Workspace access'],
    resources: isNamed(record.workspace) ? [toNamed(record.workspace, 'Workspace')] : undefined,
    src_endpoint: takeSource(record),
    http_request: takeHttpRequest(record),
  }),

  'Group Management': (subject) => ({
    actor: subject.actor,
    group: toNamed(takeThing(subject.record.resource), typeOf(subject)),
    src_endpoint: takeSource(subject.record),
    http_request: takeHttpRequest(subject.record),
  }),

  'Web Resources Activity': (subject) => ({
    actor: subject.actor,
    web_resources: [toNamed(takeThing(subject.record.resource), typeOf(subject))],
    src_endpoint: takeSource(subject.record),
    http_request: takeHttpRequest(subject.record),
  }),

  'Application Lifecycle': ({ record, actor }) => {
    const { uid, name } = toNamed(takeThing(record.resource));
    return { actor, app: { uid, name, version: record.resource.take('version_no') } };
  },

  'API Activity': (subject) => {
    const { record, actor } = subject;
    const thing = takeThing(record.resource);
    return {
      actor,
      api: { operation: record.eventType ?? UNKNOWN, service: { name: WORKATO } },
      resources: isNamed(thing) ? [toNamed(thing, typeOf(subject))] : undefined,
      src_endpoint: takeSource(record) ?? { svc_name: WORKATO },
      http_request: takeHttpRequest(record),
    };
  },
};

/** The very user of `actor` where somebody did it to themselves. */
function targetOf(mapping: Mapping, record: OpenRecord, actor: Actor): User {
  const target = takeTarget(mapping, record);
  return actor.user && target === record.person ? actor.user : toUser(target);
}

function toEntity(thing: Thing, version: string | undefined, subject: Subject): Members {
  const { uid, name } = toNamed(thing);
  const type = typeOf(subject);
  return subject.mapping.resource.kind === 'policy'
    ? { uid, name, type_id: 5, type: 'Policy', policy: { uid, name, type }, version }
    : { uid, name, type_id: 99, type, version };
}

/** The type of the resource in the words of Workato's pages, or of the record where the table does not know it. */
function typeOf({ mapping, record }: Subject): string {
  return mapping.resource === otherResource
    ? (record.resource.peek('type') ?? UNKNOWN)
    : mapping.resource.name;
}
