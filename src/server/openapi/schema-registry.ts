// Schemas of answers, each under the name that it has in the OpenAPI document.
import { z } from 'zod';

const registry = z.registry<{ id: string }>();

/** `schema`, known as `#/components/schemas/ID`; the annotation keeps it what `shapes.ts` says. */
export function named<Value>(id: string, schema: z.ZodType<Value>): z.ZodType<Value> {
  return schema.register(registry, { id });
}

export function refTo(id: string): { $ref: string } {
  return { $ref: `#/components/schemas/${id}` };
}

/** Every named schema as JSON Schema. Answers may get further fields in a newer version: nothing says that there are no others. */
export function describeSchemas(): Record<string, unknown> {
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => refTo(id).$ref,
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
      delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id, ...schema }]) => [id, schema]),
  );
}
