// Events as documents of the Elastic Common Schema 8 (https://www.elastic.co/docs/reference/ecs). Category, types and severity stand in
// mapping-table.ts. What ECS has no field for goes under `workato`, and what not even that names under `workato.unmapped`.
import type { Formatter } from '../deliver/destination.js';
import { formatInstant } from '../events/instant.js';
import type { StoredEvent } from '../journal/journal-data.js';
import { ECS_VERSION } from './ecs-vocabulary.js';
import { findMapping, type Mapping } from './find-mapping.js';
import { COLLECTOR, type FormatOptions } from './format-options.js';
import { joinLine, writeMembers, writeOpenObject } from './line-writer.js';
import { isObject, type Members } from './loose-object.js';
import { severities } from './ocsf-vocabulary.js';
import { isNamed, type OpenRecord, openRecord, type Person, readTime } from './read-record.js';
import { createKindMemory, createPlaceMemory } from './recall.js';
import { takeRole, takeTarget } from './take-target.js';
import { writeMessage } from './write-message.js';

/** What all events of one kind have: a mapping, and members of `event`, of a success and of a failure. */
interface Kind {
  mapping: Mapping;
  success: Uint8Array;
  failure: Uint8Array;
}

/** Makes the formatter `ecs`. It gives one document for whatever a journal holds. */
export function createEcs({ includeRaw, collectorVersion }: FormatOptions): Formatter {
  const recallKind = createKindMemory(describeKind);
  const recallPlace = createPlaceMemory(describePlace, collectorVersion);
  return (event) => {
    const record = openRecord(event);
    const kind = recallKind(record);
    const place = recallPlace(event, record);
    const outcome = kind.mapping.failed || record.saysFailed ? kind.failure : kind.success;
    const own = describeEvent(event, record, includeRaw);
    const document = describeDocument(event, record, kind.mapping, own);
    return joinLine(['{', writeOpenObject(document), outcome, place]);
  };
}

/** From the end of `event` to that of the line: what all events have that came from one workspace. */
function describePlace(
  baseUrl: string,
  label: string,
  version: string,
  id: string | undefined,
  name: string | undefined,
  email: string | undefined,
  environment: string | undefined,
): Uint8Array {
  const members = writeMembers({
    ecs: { version: ECS_VERSION },
    agent: { type: COLLECTOR, version },
    service: { name: 'workato', type: 'workato', address: baseUrl, environment },
    organization: isNamed({ id, name }) ? { id, name } : undefined,
    labels: { workspace: label, workspace_owner: email },
  });
  return Buffer.from(`},${members}}`);
}

function describeKind(
  eventType: string | undefined,
  resourceType: string | undefined,
  detail: string | undefined,
): Kind {
  const mapping = findMapping(eventType, resourceType, detail);
  const common = {
    kind: 'event',
    category: [mapping.ecsCategory],
    type: mapping.ecsTypes,
    action: eventType,
    severity: severities[mapping.severity],
    provider: 'workato',
    module: 'workato',
    dataset: 'workato.activity_log',
  };
  const withOutcome = (outcome: 'success' | 'failure') =>
    Buffer.from(`,${writeMembers({ ...common, outcome })}`);
  return { mapping, success: withOutcome('success'), failure: withOutcome('failure') };
}

/** What `event` says of one event alone. */
function describeEvent(
  event: StoredEvent,
  { members, details, text }: OpenRecord,
  includeRaw: boolean,
): Members {
  // The key is the id, but for one that is too long to be a key.
  if (members.peek('id') === event.key) members.take('id');
  return {
    id: event.key,
    created: formatInstant(event.firstSeen),
    sequence: event.position,
    reason: details.take('stop_reason'),
    original: includeRaw ? text : undefined,
  };
}

/** All fields that differ from event to event; `own` is what it says of itself. */
function describeDocument(event: StoredEvent, record: OpenRecord, mapping: Mapping, own: Members): Members {
  const { members, resource, request, person, address } = record;
  const message = writeMessage(record, mapping);
  const time = readTime(event);
  if (time !== null) members.take('timestamp');
  const namedBy = resource.peek('name') === undefined ? 'file_name' : 'name';
  const thing = { id: resource.peek('id'), name: resource.peek(namedBy), type: resource.take('type') };
  const target = isAboutPeople(mapping) ? takeTarget(mapping, record) : null;
  const user = describeUser(record, mapping, target);
  // The target may have taken them already: what it takes, the resource has too.
  resource.take('id');
  resource.take(namedBy);
  if (address) request.take('ip_address');
  const userAgent = request.take('user_agent');
  return {
    '@timestamp': formatInstant(time ?? event.firstSeen),
    message,
    user,
    group: mapping.className === 'Group Management' ? { id: thing.id, name: thing.name } : undefined,
    source: address && { address: address.text, ip: address.ip },
    user_agent: userAgent === undefined ? undefined : { original: userAgent },
    related: describeRelated(person, target, address?.ip),
    tags: complain(record, time),
    workato: {
      resource: isNamed(thing) || thing.type !== undefined ? thing : undefined,
      // When everything that has a field is taken.
      unmapped: record.isReadable ? members.rest() : { record: record.text },
    },
    // The last one, because it goes on with what is written already.
    event: own,
  };
}

function isAboutPeople({ className }: Mapping): boolean {
  return (
    className === 'Account Change' || className === 'User Access Management' || className === 'Authentication'
  );
}

function describeUser(
  { members, resource, person }: OpenRecord,
  { className }: Mapping,
  target: Person | null,
): Members | undefined {
  const own = person ? toUser(person) : undefined;
  if (!target) return own;
  if (className === 'Authentication') return own ?? toUser(target);
  const role = takeRole(resource);
  const roles = role === undefined ? undefined : [role];
  if (person && target.id === person.id && target.email === person.email) return { ...own, roles };
  return {
    ...own,
    target: { ...toUser(target), roles },
    changes: describeChanges(members.value('resource_changes'), target),
  };
}

/** What of the user has another value since. */
function describeChanges(changes: unknown, { name, email }: Person): Members | undefined {
  if (!isObject(changes)) return undefined;
  const changed = {
    email: changes['email'] === undefined ? undefined : email,
    full_name: changes['name'] === undefined ? undefined : name,
  };
  return changed.email === undefined && changed.full_name === undefined ? undefined : changed;
}

/** `user.name` is what people sign in with, the e-mail address where there is one. */
function toUser({ id, name, email }: Person): Members {
  return { id, name: email ?? name, full_name: email === undefined ? undefined : name, email };
}

/** Everybody and every address in the event, for searches. */
function describeRelated(
  person: Person | null,
  target: Person | null,
  ip: string | undefined,
): Members | undefined {
  const user: string[] = [];
  for (const named of [person?.id, person?.email, person?.name, target?.id, target?.email, target?.name]) {
    if (named !== undefined && !user.includes(named)) user.push(named);
  }
  if (user.length === 0 && ip === undefined) return undefined;
  return { user: user.length === 0 ? undefined : user, ip: ip === undefined ? undefined : [ip] };
}

function complain({ isReadable }: OpenRecord, time: number | null): readonly string[] | undefined {
  if (isReadable && time !== null) return undefined;
  return [
    ...(isReadable ? [] : ['workato_record_unreadable']),
    ...(time === null ? ['workato_timestamp_unreadable'] : []),
  ];
}
