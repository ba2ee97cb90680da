// What each OCSF class asks for beside what all of them have.
import type { Members } from './loose-object.js';
import { otherResource } from './mapping-table.js';
import { takeSource, toActor, toNamed, toUser, UNKNOWN, WORKATO } from './ocsf-objects.js';
import type { ClassName } from './ocsf-vocabulary.js';
import { type Thing, takeThing, takeWorkspace } from './read-record.js';
import { type Affair, takeTarget } from './take-target.js';

/** What the attributes of a class are made of. */
export interface Subject extends Affair {
  /** Host of the base URL, and its port where it has one. */
  host: string;
}

/** The attributes that are a class's own, and where the request came from if the class has a place for that. */
export const classAttributes: Readonly<Record<ClassName, (subject: Subject) => Members>> = {
  'Account Change': (subject) => ({
    actor: toActor(subject.person),
    user: {
      ...toUser(takeTarget(subject)),
      ...(subject.mapping.resource.kind === 'service account' && { type_id: 4, type: 'Service' }),
    },
    ...takeSource(subject.record),
  }),

  Authentication: (subject) => {
    const { mapping, record, person, host } = subject;
    const provider = record.child('details').take('sso_provider');
    const isSwitch = mapping.activity === 'Account Switch';
    return {
      actor: { ...toActor(person), idp: provider === undefined ? undefined : { name: provider } },
      user: toUser(takeTarget(subject)),
      service: { name: WORKATO },
      account_switch_type_id: isSwitch ? 99 : undefined,
      account_switch_type: isSwitch ? 'Workspace' : undefined,
      dst_endpoint: { hostname: host.replace(/:\d+$/, '') },
      ...takeSource(record),
    };
  },

  'Entity Management': (subject) => ({
    actor: toActor(subject.person),
    ...entitiesOf(subject),
    ...takeSource(subject.record),
  }),

  'User Access Management': (subject) => {
    const { record, resource, person } = subject;
    const workspace = takeWorkspace(record);
    const role = resource.child('member').take('role') ?? resource.take('role');
    return {
      actor: toActor(person),
      user: toUser(takeTarget(subject)),
      privileges: [role ?? 'Workspace access'],
      resources: workspace && [{ ...toNamed(workspace), type: 'Workspace' }],
      ...takeSource(record),
    };
  },

  'Group Management': (subject) => ({
    actor: toActor(subject.person),
    group: { ...toNamed(takeThing(subject.resource)), type: typeOf(subject) },
    ...takeSource(subject.record),
  }),

  'Web Resources Activity': (subject) => ({
    actor: toActor(subject.person),
    web_resources: [{ ...toNamed(takeThing(subject.resource)), type: typeOf(subject) }],
    ...takeSource(subject.record),
  }),

  'Application Lifecycle': ({ resource, person }) => ({
    actor: toActor(person),
    app: { ...toNamed(takeThing(resource)), version: resource.take('version_no') },
  }),

  'API Activity': (subject) => {
    const thing = takeThing(subject.resource);
    const source = takeSource(subject.record);
    return {
      actor: toActor(subject.person),
      api: { operation: subject.record.peek('event_type') ?? UNKNOWN, service: { name: WORKATO } },
      resources: isNamed(thing) ? [{ ...toNamed(thing), type: typeOf(subject) }] : undefined,
      ...source,
      src_endpoint: source['src_endpoint'] ?? { svc_name: WORKATO },
    };
  },
};

/** After a renaming the entity has its old name, and `entity_result` the new one. */
function entitiesOf(subject: Subject): Members {
  const { record, resource } = subject;
  const oldName = record.child('resource_changes').child('name').take('old_value');
  const thing = takeThing(resource);
  const version = resource.take('version_no');
  const describe = (described: Thing) => ({ ...toEntity(described, subject), version });
  return oldName === undefined
    ? { entity: describe(thing) }
    : { entity: describe({ ...thing, name: oldName }), entity_result: describe(thing) };
}

function toEntity(thing: Thing, subject: Subject): Members {
  const named = toNamed(thing);
  return subject.mapping.resource.kind === 'policy'
    ? { ...named, type_id: 5, type: 'Policy', policy: { ...named, type: typeOf(subject) } }
    : { ...named, type_id: 99, type: typeOf(subject) };
}

/** The type of the resource in the words of Workato's pages, or of the record where the table does not know it. */
function typeOf({ mapping, resource }: Subject): string {
  if (mapping.resource !== otherResource) return mapping.resource.name;
  return resource.take('type') ?? UNKNOWN;
}

function isNamed({ id, name }: Thing): boolean {
  return id !== undefined || name !== undefined;
}
