// A request's JSON, checked.
import type { Context } from 'hono';
import type { z } from 'zod';
import { CollectorError } from '../platform/errors.js';

/** @throws CollectorError CONFIG_INVALID naming every field that is wrong and what it should be. */
export async function readBody<Body>(context: Context, schema: z.ZodType<Body>): Promise<Body> {
  let content: unknown;
  try {
    content = await context.req.json();
  } catch (cause: unknown) {
    throw new CollectorError('CONFIG_INVALID', 'The body of the request is not JSON.', { cause });
  }
  return checkInput(schema, content);
}

/** `content` as `schema` has it. @throws as `readBody`. */
export function checkInput<Value>(schema: z.ZodType<Value>, content: unknown): Value {
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`,
  );
  throw new CollectorError('CONFIG_INVALID', `Not accepted: ${problems.join('; ')}`, {
    hint: 'GET /api/openapi.json says what is.',
  });
}
