// Events as documents of the Elastic Common Schema 8 (https://www.elastic.co/docs/reference/ecs). Category, types and severity stand in
// mapping-table.ts. What ECS has no field for goes under `workato`, and what not even that names under `workato.unmapped`.
import type { Formatter } from '../deliver/destination.js';
import { formatInstant } from '../events/instant.js';
import type { StoredEvent } from '../journal/journal.js';
import { ECS_VERSION } from './ecs-vocabulary.js';
import { findMapping, type Mapping } from './find-mapping.js';
import { COLLECTOR, type FormatOptions } from './format-options.js';
import type { LooseObject, Members } from './loose-object.js';
import { severities } from './ocsf-vocabulary.js';
import {
  type Address,
  type OpenRecord,
  openRecord,
  type Person,
  readTime,
  saysFailed,
  takePerson,
  takeRequest,
  takeThing,
  takeWorkspace,
} from './read-record.js';
import { takeTarget } from './take-target.js';
import { toLine } from './to-line.js';
import { writeMessage } from './write-message.js';

/** Makes the formatter `ecs`. It gives one document for whatever a journal holds. */
export function createEcs(options: FormatOptions): Formatter {
  return (event) => toLine(toEcs(event, options));
}

function toEcs(event: StoredEvent, options: FormatOptions): Members {
  const opened = openRecord(event);
  const record = opened.members;
  const resource = record.child('resource');
  const activity = record.child('details').peek('activity');
  const mapping = findMapping(record.peek('event_type'), resource.peek('type'), activity);
  const person = takePerson(record, 'user');
  const message = writeMessage(record, mapping.resource, person);
  const target = isAboutPeople(mapping) ? takeTarget({ mapping, record, resource, person }) : null;
  const { address, userAgent } = takeRequest(record);
  const time = readTime(event);
  if (time !== null) record.take('timestamp');
  const thing = { ...takeThing(resource), type: resource.take('type') };
  return {
    '@timestamp': formatInstant(time ?? event.firstSeen),
    message,
    ecs: { version: ECS_VERSION },
    event: { ...categorize(event, record, mapping), original: options.includeRaw ? opened.text : undefined },
    user: describeUser(record, resource, person, target),
    group: mapping.className === 'Group Management' ? { id: thing.id, name: thing.name } : undefined,
    source: address && { address: address.text, ip: address.ip },
    user_agent: userAgent === undefined ? undefined : { original: userAgent },
    related: relate([person, target], address),
    organization: takeWorkspace(record),
    service: { name: 'workato', type: 'workato', environment: record.child('workspace').take('environment') },
    agent: { type: COLLECTOR, version: options.collectorVersion },
    labels: { workspace: event.workspace },
    tags: complain(opened, time),
    // Last, when everything that has a field is taken.
    workato: {
      base_url: event.baseUrl,
      resource: isEmpty(thing) ? undefined : thing,
      unmapped: opened.isReadable ? record.rest() : { record: opened.text },
    },
  };
}

function categorize(event: StoredEvent, record: LooseObject, mapping: Mapping): Members {
  // The key is the id, but for one that is too long to be a key.
  if (record.peek('id') === event.key) record.take('id');
  return {
    kind: 'event',
    category: [mapping.ecsCategory],
    type: mapping.ecsTypes,
    action: record.take('event_type'),
    outcome: mapping.failed || saysFailed(record) ? 'failure' : 'success',
    reason: record.child('details').take('stop_reason'),
    severity: severities[mapping.severity],
    id: event.key,
    provider: 'workato',
    module: 'workato',
    dataset: 'workato.activity_log',
    created: formatInstant(event.firstSeen),
    sequence: event.position,
  };
}

function isAboutPeople({ className }: Mapping): boolean {
  return className === 'Account Change' || className === 'User Access Management';
}

function describeUser(
  record: LooseObject,
  resource: LooseObject,
  person: Person | null,
  target: Person | null,
): Members | undefined {
  const own = person ? toUser(person) : undefined;
  if (!target) return own;
  const role = resource.child('member').take('role') ?? resource.take('role');
  const roles = role === undefined ? undefined : [role];
  if (target.id === person?.id && target.email === person?.email) return { ...own, roles };
  const changes = record.child('resource_changes');
  const changed = {
    email: changes.value('email') === undefined ? undefined : target.email,
    full_name: changes.value('name') === undefined ? undefined : target.name,
  };
  return { ...own, target: { ...toUser(target), roles }, changes: isEmpty(changed) ? undefined : changed };
}

/** `user.name` is what people sign in with, the e-mail address where there is one. */
function toUser({ id, name, email }: Person): Members {
  return { id, name: email ?? name, full_name: email === undefined ? undefined : name, email };
}

function relate(people: readonly (Person | null)[], address: Address | undefined): Members | undefined {
  const names = people.flatMap((person) => (person ? [person.id, person.email, person.name] : []));
  const user = [...new Set(names.filter((name) => name !== undefined))];
  const ip = address?.ip === undefined ? undefined : [address.ip];
  return user.length === 0 && !ip ? undefined : { user: user.length === 0 ? undefined : user, ip };
}

function complain({ isReadable }: OpenRecord, time: number | null): readonly string[] | undefined {
  const tags = [
    ...(isReadable ? [] : ['workato_record_unreadable']),
    ...(time === null ? ['workato_timestamp_unreadable'] : []),
  ];
  return tags.length === 0 ? undefined : tags;
}

function isEmpty(members: Members): boolean {
  return Object.values(members).every((value) => value === undefined);
}
