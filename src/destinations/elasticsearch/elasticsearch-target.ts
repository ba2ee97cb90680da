// Whether the data stream or index is there and may be written: asked before anything is sent, so that no mistake makes an index of
// its own accord, and without writing.
import { z } from 'zod';
import type { DestinationContext } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import type { HttpResponse } from '../../platform/http.js';
import { throwUnlessAnswered } from './elasticsearch-answer.js';
import type { Cluster } from './elasticsearch-client.js';

export interface Target {
  kind: 'data stream' | 'index';
  name: string;
}

/** A cluster, and what is asked about there. */
export interface Question extends Pick<DestinationContext, 'clock'> {
  cluster: Cluster;
  target: Target;
  signal: AbortSignal;
}

/** The target is there, or will be made by its template at the first event, or these credentials may not know. */
export type Presence = 'there' | 'made by its template' | 'unknown';

/** @throws CollectorError DESTINATION_UNAVAILABLE where there is none and nothing would make it rightly. */
export async function findTarget(question: Question): Promise<Presence> {
  const { cluster, target, signal } = question;
  const path = `/${target.kind === 'index' ? '' : '_data_stream/'}${encodeURIComponent(target.name)}`;
  const method = target.kind === 'index' ? 'HEAD' : 'GET';
  const response = await cluster.ask({ method, path }, signal);
  if (response.status === 403) return 'unknown';
  if (response.status !== 404) {
    throwUnlessAnswered(response, question);
    return 'there';
  }
  if (target.kind === 'index') throw missing(target, `Create it first: PUT /${target.name}.`);
  return findTemplate(question);
}

const Templates = z.object({
  index_templates: z.array(
    z.object({
      index_template: z.looseObject({
        index_patterns: z.union([z.string().transform((pattern) => [pattern]), z.array(z.string())]),
        priority: z.number().default(0),
        data_stream: z.unknown(),
      }),
    }),
  ),
});

/** The template of the highest priority whose patterns fit decides what a name becomes. */
async function findTemplate({ cluster, target, signal, clock }: Question): Promise<Presence> {
  const response = await cluster.ask({ method: 'GET', path: '/_index_template' }, signal);
  const create = `Create it: PUT /_data_stream/${target.name}, after an index template with "data_stream": {} for that name.`;
  if (response.status === 403) throw missing(target, create);
  throwUnlessAnswered(response, { clock });
  const templates = Templates.safeParse(jsonOf(response)).data?.index_templates ?? [];
  const [decisive] = templates
    .map((entry) => entry.index_template)
    .filter(({ index_patterns }) => index_patterns.some((pattern) => matches(pattern, target.name)))
    .sort((one, other) => other.priority - one.priority);
  if (decisive?.data_stream == null) throw missing(target, create);
  return 'made by its template';
}

/** `*` stands for any text. */
function matches(pattern: string, name: string): boolean {
  const literal = pattern.split('*').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(name);
}

function missing({ kind, name }: Target, hint: string): CollectorError {
  return new CollectorError('DESTINATION_UNAVAILABLE', `The ${kind} "${name}" does not exist.`, { hint });
}

/**
 * @throws CollectorError DESTINATION_UNAVAILABLE where the cluster says that it could not be written now: missing privilege, a red
 * index. What it does not tell (OpenSearch knows no question about privileges) shows with the first batch.
 */
export async function proveWritable({ cluster, target, signal }: Question): Promise<void> {
  const wanted = { index: [{ names: [target.name], privileges: ['create_doc'] }] };
  const privileges = await cluster.ask(
    {
      method: 'POST',
      path: '/_security/user/_has_privileges',
      body: { type: 'application/json', bytes: Buffer.from(JSON.stringify(wanted)) },
    },
    signal,
  );
  if (privileges.status === 200 && memberOf(privileges, 'has_all_requested') === false) {
    throw new CollectorError(
      'DESTINATION_UNAVAILABLE',
      `These credentials may not write to the ${target.kind} "${target.name}".`,
      { hint: 'Give them the privilege create_doc on it.' },
    );
  }
  const name = encodeURIComponent(target.name);
  const health = await cluster.ask({ method: 'GET', path: `/_cluster/health/${name}?timeout=1s` }, signal);
  if (health.status === 200 && memberOf(health, 'status') === 'red') {
    throw new CollectorError('DESTINATION_UNAVAILABLE', `The ${target.kind} "${target.name}" is red.`, {
      hint: 'A shard is missing: GET _cluster/allocation/explain says why.',
    });
  }
}

function memberOf(response: HttpResponse, name: string): unknown {
  return z.record(z.string(), z.unknown()).safeParse(jsonOf(response)).data?.[name];
}

function jsonOf({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
