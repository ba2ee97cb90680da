// What Elasticsearch and OpenSearch answer, told apart: taken, refused for good, or not now.
import { z } from 'zod';
import type { Batch, DestinationContext, Refusal } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import type { HttpResponse } from '../../platform/http.js';
import { escapeControls, shorten } from '../../platform/text.js';
import { throwUnlessTaken } from '../shared/http-endpoint.js';

const Cause = z.looseObject({ type: z.string(), reason: z.string().nullish() });
const Failure = Cause.extend({ caused_by: Cause.nullish() });
type Failure = z.infer<typeof Failure>;

const Item = z.looseObject({
  status: z.number(),
  error: Failure.nullish(),
  failure_store: z.string().nullish(),
});
const Answer = z.object({
  errors: z.boolean(),
  items: z.array(z.looseObject({ create: Item })),
});
type Item = z.infer<typeof Item>;

/** Of the answer only what is read here. */
export const FILTER_PATH =
  'errors,items.create.status,items.create.failure_store,items.create.error.type,items.create.error.reason,items.create.error.caused_by.type,items.create.error.caused_by.reason';

const WAITS = 'Its events wait in the journal until it takes them again.';

/** What stands in the way of every event, by the exception's type: what the operator does about it. */
const OBSTACLES: readonly [type: RegExp, hint: string][] = [
  [
    /rejected_execution|circuit_breaking|too_many_requests/,
    `The cluster has more to do than it can. ${WAITS}`,
  ],
  [
    /^cluster_block/,
    'Writing is blocked. If a disk is full, free space: the block then goes by itself, or with {"index.blocks.read_only_allow_delete": null} in the settings of the index.',
  ],
  [
    /^(unavailable_shards|no_shard_available|primary_missing|no_node|master_not_discovered|process_cluster_event_timeout|node_closed|node_not_connected)/,
    `A shard or a node is missing (GET _cluster/allocation/explain says why). ${WAITS}`,
  ],
  [/^index_not_found/, 'Create it, or correct its name; "workato-audit-logs check" tells more.'],
  [/^index_closed/, 'Open the index: POST INDEX/_open.'],
  [
    /^security/,
    'Give the credentials the privilege create_doc (OpenSearch: crud or write) on the data stream or index.',
  ],
  [
    /^(invalid_index_name|invalid_alias_name|routing_missing)/,
    'Correct the name of the data stream or index.',
  ],
];

/** The same, where only the reason tells: these too come with status 400. */
const OBSTACLES_BY_REASON: readonly [reason: RegExp, hint: string][] = [
  [/^pipeline with id .* does not exist/, 'Create the ingest pipeline, or correct its name.'],
  [/no write index is defined/, 'Give the alias a write index, or name the index itself.'],
  [
    /maximum (normal |data )?shards open|maximum shards open/,
    'Delete old indices, or raise cluster.max_shards_per_node.',
  ],
  [/no matching index template/, 'Create an index template with "data_stream": {} for this name.'],
];

/**
 * The events of the batch that were refused for good. One that was there already counts as taken.
 * @throws CollectorError DESTINATION_UNAVAILABLE where the whole batch should come again, which its ids allow;
 * DESTINATION_REFUSED where the request as a whole is refused.
 */
export function readBulkAnswer(
  response: HttpResponse,
  batch: Batch,
  context: Pick<DestinationContext, 'clock' | 'logger'>,
): readonly Refusal[] {
  throwUnlessAnswered(response, context);
  const { errors, items } = parseAnswer(response, batch.deliveries.length);
  warnOfFailureStore(items, context);
  if (!errors) return [];
  const failed = items.flatMap(({ create }, index) => {
    const position = batch.deliveries[index]?.event.position;
    return isTaken(create) || position === undefined ? [] : [{ position, item: create }];
  });
  for (const { item } of failed) throwIfObstacle(item.error ?? NAMELESS, item.status);
  return failed.map(({ position, item }) => ({ position, reason: describe(item.error ?? NAMELESS) }));
}

const NAMELESS: Failure = { type: 'error', reason: 'no reason was given' };

/** @throws CollectorError as `readBulkAnswer`, for an answer that is no 2xx. */
export function throwUnlessAnswered(
  response: HttpResponse,
  context: Pick<DestinationContext, 'clock'>,
): void {
  const failure = response.status < 300 ? undefined : failureIn(response);
  if (failure && response.headers.get('retry-after') === undefined) throwIfObstacle(failure, response.status);
  throwUnlessTaken(response, context);
}

function failureIn({ body }: HttpResponse): Failure | undefined {
  const parsed = z.looseObject({ error: Failure }).safeParse(parseJson(body));
  return parsed.data?.error;
}

function parseAnswer(response: HttpResponse, expected: number): z.infer<typeof Answer> {
  const { data } = Answer.safeParse(parseJson(response.body));
  if (data?.items.length === expected) return data;
  throw new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `It answered ${response.status} with something else than the outcome of ${expected} events: nothing may be assumed of them.`,
    { hint: 'Check that the address leads to Elasticsearch or OpenSearch and not to something else.' },
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isTaken({ status, error }: Item): boolean {
  return (status >= 200 && status < 300) || (status === 409 && /^version_conflict/.test(error?.type ?? ''));
}

/** Only 4xx that is nobody else's fault is the event's. */
function throwIfObstacle(failure: Failure, status: number): void {
  const { type, reason } = failure;
  const [, hint] =
    OBSTACLES.find(([pattern]) => pattern.test(type)) ??
    OBSTACLES_BY_REASON.find(([pattern]) => pattern.test(reason ?? '')) ??
    [];
  const isLater = status === 429 || status >= 500 || status === 401 || status === 403 || status === 404;
  if (hint === undefined && !isLater) return;
  throw new CollectorError('DESTINATION_UNAVAILABLE', `It answered ${status}: ${describe(failure)}`, {
    hint: hint ?? WAITS,
    status,
  });
}

function describe({ type, reason, caused_by: cause }: Failure): string {
  const why = cause?.reason == null ? '' : `, because: ${cause.reason}`;
  return escapeControls(shorten(`${type}: ${reason ?? 'no reason was given'}${why}`, 400));
}

/** A data stream with a failure store takes what its mapping cannot hold, but keeps it apart. */
function warnOfFailureStore(
  items: z.infer<typeof Answer>['items'],
  { logger }: Pick<DestinationContext, 'logger'>,
): void {
  const apart = items.filter(({ create }) => create.failure_store === 'used').length;
  if (apart > 0)
    logger.warn('Elasticsearch put events into the failure store of the data stream.', { events: apart });
}
