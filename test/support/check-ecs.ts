// Holds one document against the Elastic Common Schema: which fields there are, of which type, with which values.
import { isIP } from 'node:net';
import { ecsCategories } from '../../src/formats/ecs-vocabulary.js';

type Members = Readonly<Record<string, unknown>>;

const USER = { id: 'keyword', name: 'keyword', full_name: 'keyword', email: 'keyword', roles: 'keywords' };

/** Fields by their set, as the reference of ECS 8 has them, and no more than the product uses. */
const FIELDS: Readonly<Record<string, unknown>> = {
  '@timestamp': 'date',
  message: 'keyword',
  tags: 'keywords',
  labels: { workspace: 'keyword', workspace_owner: 'keyword' },
  ecs: { version: 'keyword' },
  event: {
    kind: 'keyword',
    category: 'keywords',
    type: 'keywords',
    action: 'keyword',
    outcome: 'keyword',
    reason: 'keyword',
    severity: 'long',
    id: 'keyword',
    provider: 'keyword',
    module: 'keyword',
    dataset: 'keyword',
    created: 'date',
    sequence: 'long',
    original: 'keyword',
  },
  user: { ...USER, target: USER, changes: USER },
  group: { id: 'keyword', name: 'keyword' },
  source: { address: 'keyword', ip: 'ip' },
  user_agent: { original: 'keyword' },
  related: { user: 'keywords', ip: 'ips' },
  organization: { id: 'keyword', name: 'keyword' },
  service: { name: 'keyword', type: 'keyword', address: 'keyword', environment: 'keyword' },
  agent: { type: 'keyword', version: 'keyword' },
  workato: {
    resource: { id: 'keyword', name: 'keyword', type: 'keyword' },
    unmapped: 'flattened',
  },
};

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  keyword: (value) => typeof value === 'string' && value !== '',
  keywords: (value) => isArrayOf(value, (one) => typeof one === 'string' && one !== ''),
  long: Number.isSafeInteger,
  date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  ip: isIp,
  ips: (value) => isArrayOf(value, isIp),
  flattened: isObject,
};

const REQUIRED = ['@timestamp', 'ecs', 'event', 'service', 'agent'];

/** Everything that is wrong with the document; empty where it is right. */
export function checkEcs(document: Members): readonly string[] {
  const event = isObject(document['event']) ? document['event'] : {};
  const [category] = Array.isArray(event['category']) ? event['category'] : [];
  const types = Array.isArray(event['type']) ? event['type'] : [];
  const expected: Readonly<Record<string, readonly string[]>> = ecsCategories;
  return [
    ...checkFields(document, FIELDS, ''),
    ...REQUIRED.filter((name) => !(name in document)).map((name) => `${name}: missing`),
    ...types
      .filter((type) => !expected[String(category)]?.includes(String(type)))
      .map((type) => `event.type: ${type} in ${category}`),
    ...(types.length === 0 ? ['event.type: missing'] : []),
    ...(event['kind'] === 'event' ? [] : ['event.kind']),
    ...(['success', 'failure', 'unknown'].includes(String(event['outcome'])) ? [] : ['event.outcome']),
  ];
}

function checkFields(members: Members, fields: Members, path: string): readonly string[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const at = `${path}${name}`;
    if (isObject(field)) return isObject(value) ? checkFields(value, field, `${at}.`) : [`${at}: no object`];
    const isRight = TYPES[String(field)];
    if (!isRight) return [`${at}: no such field`];
    return isRight(value) ? [] : [`${at}: no ${field}`];
  });
}

/** As Elasticsearch takes it: without a zone. */
function isIp(value: unknown): boolean {
  return typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');
}

function isArrayOf(value: unknown, isRight: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isRight);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
