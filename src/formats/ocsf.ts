// Events as OCSF 1.8.0 (https://schema.ocsf.io/1.8.0). Which class and activity an event is stands in mapping-table.ts, what each
// class asks for in ocsf-classes.ts; here is what all of them have.
import type { Formatter } from '../deliver/destination.js';
import type { StoredEvent } from '../journal/journal.js';
import { findMapping, type Mapping } from './find-mapping.js';
import { COLLECTOR, type FormatOptions } from './format-options.js';
import type { LooseObject, Members } from './loose-object.js';
import { classAttributes } from './ocsf-classes.js';
import { toNamed, WORKATO } from './ocsf-objects.js';
import { listObservables } from './ocsf-observables.js';
import { classes, OCSF_VERSION, severities, statuses } from './ocsf-vocabulary.js';
import {
  type OpenRecord,
  openRecord,
  readAddress,
  readTime,
  saysFailed,
  takePerson,
  takeWorkspace,
} from './read-record.js';
import { toLine } from './to-line.js';
import { writeMessage } from './write-message.js';

/** Makes the formatter `ocsf`. It gives one event that the schema takes for whatever a journal holds. */
export function createOcsf(options: FormatOptions): Formatter {
  return (event) => toLine(toOcsf(event, options));
}

function toOcsf(event: StoredEvent, options: FormatOptions): Members {
  const opened = openRecord(event);
  const record = opened.members;
  const resource = record.child('resource');
  const activity = record.child('details').peek('activity');
  const mapping = findMapping(record.peek('event_type'), resource.peek('type'), activity);
  const person = takePerson(record, 'user');
  const host = event.baseUrl.replace(/^[a-z]+:\/\//, '');
  const own = classAttributes[mapping.className]({ mapping, record, resource, person, host });
  const attributes = {
    ...classify(mapping, record),
    time: readTime(event) ?? event.firstSeen,
    message: writeMessage(record, mapping.resource, person),
    metadata: describeOrigin(event, opened, mapping, { host, ...options }),
    cloud: { provider: WORKATO, org: toOrganization(record) },
    ...own,
    observables: listObservables(own, readAddress(record)?.ip),
  };
  // Last, when everything that has a place is taken.
  return {
    ...attributes,
    raw_data: options.includeRaw ? opened.text : undefined,
    unmapped: opened.isReadable ? record.rest() : { record: opened.text },
  };
}

function classify(
  { className, activity, activityId, severity, failed }: Mapping,
  record: LooseObject,
): Members {
  const { uid, category } = classes[className];
  const status = failed || saysFailed(record) ? 'Failure' : 'Success';
  const eventType = record.peek('event_type');
  return {
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
    status_id: statuses[status],
    status,
    status_detail: record.child('details').take('stop_reason'),
  };
}

function describeOrigin(
  event: StoredEvent,
  { members: record, isReadable }: OpenRecord,
  { className }: Mapping,
  { host, collectorVersion }: FormatOptions & { host: string },
): Members {
  const workspaceId = record.child('workspace').take('id');
  return {
    version: OCSF_VERSION,
    profiles: hasHostProfile(className) ? ['cloud', 'host'] : ['cloud'],
    uid: `${host}/${workspaceId ?? event.workspace}/${event.key}`,
    original_event_uid: record.take('id'),
    event_code: record.take('event_type'),
    original_time: record.take('timestamp'),
    logged_time: event.firstSeen,
    sequence: event.position,
    tenant_uid: workspaceId,
    log_name: 'activity_logs',
    log_provider: WORKATO,
    product: { name: WORKATO, vendor_name: WORKATO, url_string: event.baseUrl },
    loggers: [{ name: COLLECTOR, version: collectorVersion }],
    tags: [{ name: 'workspace', value: event.workspace }],
    debug: complain(event, isReadable),
  };
}

/** In these classes `actor` belongs to the profile `host`; in the others it is their own. */
function hasHostProfile(className: Mapping['className']): boolean {
  return className === 'Application Lifecycle' || className === 'Web Resources Activity';
}

function complain(event: StoredEvent, isReadable: boolean): readonly string[] | undefined {
  const complaints = [
    ...(isReadable ? [] : ['The record is not a JSON object; it is in unmapped.record.']),
    ...(readTime(event) === null
      ? ['The record has no readable timestamp; time is when the collector first saw it.']
      : []),
  ];
  return complaints.length === 0 ? undefined : complaints;
}

/** The workspace and, as its organizational unit, the environment. */
function toOrganization(record: LooseObject): Members | undefined {
  const workspace = takeWorkspace(record);
  return workspace && { ...toNamed(workspace), ou_name: record.child('workspace').take('environment') };
}
