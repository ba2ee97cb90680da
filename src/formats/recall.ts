// What many events share, by what it follows from: their kind, and the place they come from. Made once and remembered.
import type { StoredEvent } from '../journal/journal-data.js';
import { Memory } from './memory.js';
import type { OpenRecord } from './read-record.js';

type Text = string | undefined;

/** What follows from event type, resource type and the activity that the details name. */
export function createKindMemory<Kind>(
  describe: (eventType: Text, resourceType: Text, activity: Text) => Kind,
): (record: OpenRecord) => Kind {
  const kinds = new Memory(describe);
  return ({ eventType, resource, details }) =>
    kinds.recall(eventType, resource.peek('type'), details.peek('activity'));
}

/** What follows from the base URL, the workspace's name in the configuration and its own id, name, email and environment. */
export type DescribePlace<Place> = (
  baseUrl: string,
  label: string,
  collectorVersion: string,
  id: Text,
  name: Text,
  email: Text,
  environment: Text,
) => Place;

export function createPlaceMemory<Place>(
  describe: DescribePlace<Place>,
  collectorVersion: string,
): (event: StoredEvent, record: OpenRecord) => Place {
  const places = new Memory(describe);
  return ({ baseUrl, workspace }, record) => {
    const { id, name, email, environment } = record.workspace;
    return places.recall(baseUrl, workspace, collectorVersion, id, name, email, environment);
  };
}
