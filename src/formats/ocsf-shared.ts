// What many OCSF events share, written once: by kind, by workspace, by person.
import { findMapping, type Mapping } from './find-mapping.js';
import { COLLECTOR } from './format-options.js';
import { writeMembers } from './line-writer.js';
import type { Actor } from './ocsf-classes.js';
import { toNamed, toUser, WORKATO } from './ocsf-objects.js';
import { writeUserObservable } from './ocsf-observables.js';
import { classes, OCSF_VERSION, severities, statuses } from './ocsf-vocabulary.js';

/** What all events of one kind have: a mapping, and pieces of a line. */
interface Kind {
  mapping: Mapping;
  /** The beginning: of a success, and of a failure. */
  success: Uint8Array;
  failure: Uint8Array;
  /** Members of `metadata`. */
  metadata: Uint8Array;
}

/** What all events have that came from one workspace. */
export interface Place {
  host: string;
  /** From within `metadata` to the end. */
  end: Uint8Array;
}

/** What all events have that one person did, or Workato itself. */
interface Agent {
  actor: Actor;
  /** `actor`, and `user` for what people do to themselves. */
  asActor: Uint8Array;
  asUser: Uint8Array;
  observable: string;
}

/** All that follows from the event type, the resource type and `details.activity`. */
export function describeKind(
  eventType: string | undefined,
  resourceType: string | undefined,
  detail: string | undefined,
): Kind {
  const mapping = findMapping(eventType, resourceType, detail);
  const { className, activity, activityId, severity } = mapping;
  const { uid, category } = classes[className];
  const common = {
    class_uid: uid,
    class_name: className,
    category_uid: category.uid,
    category_name: category.name,
    activity_id: activityId,
    activity_name: activity === 'Other' ? eventType : activity,
    type_uid: uid * 100 + activityId,
    type_name: `${className}: ${activity}`,
    severity_id: severities[severity],
    severity,
  };
  const metadata = writeMembers({
    version: OCSF_VERSION,
    profiles: profilesOf(mapping),
    event_code: eventType,
  });
  const withStatus = (status: keyof typeof statuses) => {
    const members = writeMembers({ ...common, status_id: statuses[status], status });
    return Buffer.from(`{${members},`);
  };
  return {
    mapping,
    success: withStatus('Success'),
    failure: withStatus('Failure'),
    metadata: Buffer.from(`,${metadata},`),
  };
}

/** `actor` belongs to the profile `host` in these classes, and to the others themselves. */
function profilesOf({ className }: Mapping): readonly string[] {
  const isOfHost = className === 'Application Lifecycle' || className === 'Web Resources Activity';
  return isOfHost ? ['cloud', 'host'] : ['cloud'];
}

/** All that follows from where an event was read, and from the workspace in it. */
export function describePlace(
  baseUrl: string,
  label: string,
  version: string,
  id: string | undefined,
  name: string | undefined,
  email: string | undefined,
  environment: string | undefined,
): Place {
  const metadata = writeMembers({
    tenant_uid: id,
    log_name: 'activity_logs',
    log_provider: WORKATO,
    product: { name: WORKATO, vendor_name: WORKATO, url_string: baseUrl },
    loggers: [{ name: COLLECTOR, version }],
    tags: [{ name: 'workspace', value: label }],
  });
  // The workspace is an organization, the environment its unit, and who owns it an account.
  const isKnown = (id ?? name ?? environment) !== undefined;
  const org = isKnown ? { ...toNamed({ id, name }), ou_name: environment } : undefined;
  const account = email === undefined ? undefined : { name: email };
  const cloud = writeMembers({ cloud: { provider: WORKATO, account, org } });
  return { host: baseUrl.replace(/^[a-z]+:\/\//, ''), end: Buffer.from(`${metadata}},${cloud}}`) };
}

/** All that follows from who did it; without any text it was Workato itself. */
export function describeAgent(
  id: string | undefined,
  name: string | undefined,
  email: string | undefined,
): Agent {
  const isPerson = (id ?? name ?? email) !== undefined;
  const actor: Actor = isPerson ? { user: toUser({ id, name, email }) } : { app_name: WORKATO };
  const written = (members: object) => Buffer.from(`${writeMembers(members)},`);
  return {
    actor,
    asActor: written({ actor }),
    asUser: written({ user: actor.user ?? {} }),
    observable: actor.user ? writeUserObservable('actor.user', actor.user) : '',
  };
}
