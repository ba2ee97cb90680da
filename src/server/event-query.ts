// What a URL asks of the events: read strictly, so that a mistyped filter never shows everything.
import { z } from 'zod';
import { parseInstant } from '../events/instant.js';
import type { Question } from '../search/count.js';
import type { Cursor, HitOrder } from '../search/search.js';
import { checkInput } from './read-body.js';

const TIME_FORM = 'a time such as 2026-01-31T09:30:00Z';
const time = z.string().transform((text, context) => {
  const found = parseInstant(text);
  if (found !== null) return found;
  context.addIssue({ code: 'custom', message: `expected ${TIME_FORM}` });
  return z.NEVER;
});
const values = z.array(z.string().max(1000)).max(50);
const one = <Value>(of: z.ZodType<Value, string>) =>
  z
    .array(z.string())
    .length(1, { error: 'expected once' })
    .transform(([text = '']) => text)
    .pipe(of);

/** Everything that may stand in the query of `/api/events` and its relatives. */
const Parameters = z.strictObject({
  since: one(time).optional(),
  until: one(time).optional(),
  q: one(z.string().max(1000)).optional(),
  workspace: values.optional(),
  type: values.optional(),
  resource: values.optional(),
  user: values.optional(),
  ip: values.optional(),
  limit: one(z.coerce.number<string>().int().min(1).max(500)).optional(),
  before: one(
    z.string().regex(/^-?\d{1,16}\.\d{1,16}$/, { error: 'expected the `next` of an earlier answer' }),
  ).optional(),
  order: one(z.enum(['time', 'arrival'])).optional(),
  buckets: one(z.coerce.number<string>().int().min(1).max(500)).optional(),
  format: one(z.enum(['ndjson', 'csv'])).optional(),
  minutes: one(z.coerce.number<string>().int().min(1).max(1440)).optional(),
});

export interface EventRequest {
  question: Question;
  limit: number;
  before: Cursor | null;
  order: HitOrder;
  buckets: number;
  format: 'ndjson' | 'csv';
  minutes: number;
}

/** Reads the query of a URL. @throws CollectorError CONFIG_INVALID naming every parameter that is wrong. */
export function readEventRequest(url: string): EventRequest {
  const given = new Map<string, string[]>();
  for (const [name, value] of new URL(url).searchParams) given.set(name, [...(given.get(name) ?? []), value]);
  const {
    limit = 100,
    before,
    order = 'time',
    buckets = 60,
    format = 'ndjson',
    minutes = 60,
    ...question
  } = checkInput(Parameters, Object.fromEntries(given));
  return {
    question,
    limit,
    before: before === undefined ? null : parseCursor(before),
    order,
    buckets,
    format,
    minutes,
  };
}

export function formatCursor({ time: at, position }: Cursor): string {
  return `${at}.${position}`;
}

function parseCursor(text: string): Cursor {
  const [at = '', position = ''] = text.split('.');
  return { time: Number(at), position: Number(position) };
}
