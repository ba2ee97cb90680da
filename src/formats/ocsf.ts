// Events as OCSF 1.8.0 (https://schema.ocsf.io/1.8.0). Which class and activity an event is stands in mapping-table.ts, what each
// class asks for in ocsf-classes.ts, what many events share in ocsf-shared.ts; here they come together.
import type { Formatter } from '../deliver/destination.js';
import type { StoredEvent } from '../journal/journal-data.js';
import type { FormatOptions } from './format-options.js';
import { joinLine, writeOpenObject } from './line-writer.js';
import type { Members } from './loose-object.js';
import { Memory } from './memory.js';
import { classAttributes } from './ocsf-classes.js';
import { writeObservables } from './ocsf-observables.js';
import { describeAgent, describeKind, describePlace, type Place } from './ocsf-shared.js';
import { type OpenRecord, openRecord, readTime } from './read-record.js';
import { createKindMemory, createPlaceMemory } from './recall.js';
import { writeMessage } from './write-message.js';

/** Makes the formatter `ocsf`. It gives one event that the schema takes for whatever a journal holds. */
export function createOcsf({ includeRaw, collectorVersion }: FormatOptions): Formatter {
  const recallKind = createKindMemory(describeKind);
  const recallPlace = createPlaceMemory(describePlace, collectorVersion);
  const agents = new Memory(describeAgent);
  return (event) => {
    const record = openRecord(event);
    const { details, person } = record;
    const kind = recallKind(record);
    const place = recallPlace(event, record);
    const { mapping } = kind;
    const message = writeMessage(record, mapping);
    const agent = agents.recall(person?.id, person?.name, person?.email);
    const { actor } = agent;
    const attributes = classAttributes[mapping.className]({ mapping, record, actor, host: place.host });
    const metadata = describeEvent(event, record, place);
    attributes.status_detail = details.take('stop_reason');
    attributes.time = readTime(event) ?? event.firstSeen;
    attributes.message = message;
    if (includeRaw) attributes.raw_data = record.text;
    // When everything that has a place is taken.
    attributes.unmapped = record.isReadable ? record.members.rest() : { record: record.text };
    // The last one, because it goes on with what is written already.
    attributes.metadata = metadata;
    const outcome = mapping.failed || record.saysFailed ? kind.failure : kind.success;
    const observables = writeObservables(agent.observable, attributes, actor, record.address);
    const line: (string | Uint8Array)[] = [outcome, observables];
    if (attributes.actor === actor) {
      line.push(agent.asActor);
      attributes.actor = undefined;
    }
    if (attributes.user && attributes.user === actor.user) {
      line.push(agent.asUser);
      attributes.user = undefined;
    }
    line.push(writeOpenObject(attributes), kind.metadata, place.end);
    return joinLine(line);
  };
}

/** What `metadata` says of one event alone. */
function describeEvent(event: StoredEvent, record: OpenRecord, { host }: Place): Members {
  const { members, workspace, isReadable } = record;
  return {
    uid: `${host}/${workspace.id ?? event.workspace}/${event.key}`,
    original_event_uid: members.take('id'),
    original_time: members.take('timestamp'),
    logged_time: event.firstSeen,
    sequence: event.position,
    debug: complain(event, isReadable),
  };
}

function complain(event: StoredEvent, isReadable: boolean): readonly string[] | undefined {
  const isTimed = readTime(event) !== null;
  if (isReadable && isTimed) return undefined;
  return [
    ...(isReadable ? [] : ['The record is not a JSON object; it is in unmapped.record.']),
    ...(isTimed ? [] : ['The record has no readable timestamp; time is when the collector first saw it.']),
  ];
}
