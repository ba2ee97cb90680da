// From what a record says of itself to its row in the mapping table.
import type { EcsCategory } from './ecs-vocabulary.js';
import {
  eventTypes,
  otherResource,
  otherVerb,
  type ResourceRow,
  resourceTypes,
  type VerbRow,
  verbs,
} from './mapping-table.js';
import { type ClassName, classes, type Severity, severities } from './ocsf-vocabulary.js';

/** What the table says of one kind of event. */
export interface Mapping {
  className: ClassName;
  /** A key of the class's activities. */
  activity: string;
  activityId: number;
  severity: Severity;
  failed: boolean;
  ecsCategory: EcsCategory;
  ecsTypes: readonly string[];
  resource: ResourceRow;
}

const LONGEST_TYPE = 200;

/** Finds the row of an event type, else makes one of its resource type and its verb. Every event has one. */
export function findMapping(
  type: string | undefined,
  resourceType: string | undefined,
  activity?: string | undefined,
): Mapping {
  const resource = rowOf(resourceTypes, resourceType) ?? otherResource;
  const row = rowOf(eventTypes, `${type} ${activity}`) ?? rowOf(eventTypes, type);
  if (!row) return deriveMapping(type, resource);
  const [className, activityName] = splitTypeName(row.as);
  const [ecsCategory, ...ecsTypes] = row.ecs;
  return {
    ...inClass(className, activityName),
    severity: row.severity,
    failed: row.failed === true,
    ecsCategory,
    ecsTypes,
    resource,
  };
}

function deriveMapping(type: string | undefined, resource: ResourceRow): Mapping {
  const verb = verbOf(type);
  const known: Readonly<Record<string, number>> = classes[resource.as].activities;
  const unmapped = type === undefined ? 'Unknown' : 'Other';
  const [ecsCategory, ...ecsTypes] = resource.ecs;
  return {
    ...inClass(resource.as, verb.as.find((name) => Object.hasOwn(known, name)) ?? unmapped),
    severity: severities[verb.severity] > severities[resource.severity] ? verb.severity : resource.severity,
    failed: verb.failed === true,
    ecsCategory,
    ecsTypes: [...ecsTypes, verb.ecs],
    resource,
  };
}

function inClass(className: ClassName, activity: string) {
  const activities: Readonly<Record<string, number>> = classes[className].activities;
  return { className, activity, activityId: activities[activity] ?? classes[className].activities.Other };
}

function splitTypeName(typeName: string): [ClassName, string] {
  const [name, activity = 'Other'] = typeName.split(': ');
  return [isClassName(name) ? name : otherResource.as, activity];
}

function isClassName(name: string | undefined): name is ClassName {
  return name !== undefined && Object.hasOwn(classes, name);
}

function verbOf(type: string | undefined): VerbRow {
  if (type === undefined || type.length > LONGEST_TYPE) return otherVerb;
  const verb = type.split('_').findLast((word) => Object.hasOwn(verbs, word));
  return rowOf(verbs, verb) ?? otherVerb;
}

/** Own keys only: `constructor` is no event type. */
function rowOf<Row>(rows: Readonly<Record<string, Row>>, key: string | undefined): Row | undefined {
  return key !== undefined && Object.hasOwn(rows, key) ? rows[key] : undefined;
}
