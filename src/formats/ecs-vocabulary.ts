// The values of the Elastic Common Schema that events are mapped to, as its reference lists them:
// https://www.elastic.co/docs/reference/ecs/ecs-allowed-values-event-category

export const ECS_VERSION = '8.17.0';

/** The values of `event.category` in use, each with the values of `event.type` that ECS expects with it. */
export const ecsCategories = {
  authentication: ['start', 'end', 'info'],
  configuration: ['access', 'change', 'creation', 'deletion', 'info'],
  iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
  package: ['access', 'change', 'deletion', 'info', 'installation', 'start'],
  process: ['access', 'change', 'end', 'info', 'start'],
  session: ['start', 'end', 'info'],
} as const;

export type EcsCategory = keyof typeof ecsCategories;

/** A category and the types within it. */
export type EcsKind = {
  [C in EcsCategory]: readonly [C, ...(typeof ecsCategories)[C][number][]];
}[EcsCategory];
