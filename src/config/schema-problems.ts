// From what a schema found to what a person reads: path, value, accepted form, and the key that was probably meant.
import type { z } from 'zod';
import { SECRET_FORM, VARIABLE_FORM } from '../platform/secret.js';
import { findNearest } from './nearest.js';
import { NOT_SHOWN, type Problem, showValue } from './problem.js';

/** How a path of the checked data is called where it was given: a flag, a variable, or its name and line in the file. */
export type NamePath = (path: readonly PropertyKey[]) => string;

/** One problem for each mistake that `schema` found in `content`. */
export function describeSchemaErrors(
  schema: z.ZodType,
  error: z.ZodError,
  content: unknown,
  namePath: NamePath,
): readonly Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => describeUnknownKey([...issue.path, key], key, known, namePath));
    }
    const value = valueAt(content, issue.path);
    const path = namePath(issue.path);
    if (issue.code === 'custom' && issue.params?.['isWhole']) return [{ path, message: issue.message }];
    if (value === undefined) return [{ path, message: `missing; expected ${expectation(issue.message)}` }];
    const isSecret = issue.message === SECRET_FORM || issue.message === VARIABLE_FORM;
    const shown = isSecret ? NOT_SHOWN : showValue(value, issue.path);
    return [
      {
        path,
        message: `${shown} is not accepted; expected ${expectation(issue.message)}${quotesFor(issue, value)}`,
      },
    ];
  });
}

/** `name: 2024` is a number to YAML. */
function quotesFor(issue: z.core.$ZodIssue, value: unknown): string {
  const isTextAsked = issue.code === 'invalid_type' && issue.expected === 'string';
  return isTextAsked && typeof value === 'number' ? `; written as "${value}" it is text` : '';
}

function describeUnknownKey(
  path: readonly PropertyKey[],
  key: string,
  known: readonly string[],
  namePath: NamePath,
): Problem {
  const nearest = findNearest(key, known);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  const list = known.length === 0 ? '' : ` Known keys: ${known.join(', ')}.`;
  return { path: namePath(path), message: `unknown key${meant || '.'}${list}` };
}

/** The schema library's own sentences, where no better one was given, made to fit after `expected`. */
function expectation(message: string): string {
  return message
    .replace(/^Invalid (input|option|string|value): /, '')
    .replace(/^expected /, '')
    .replace(/, received .*$/, '')
    .replace(/\.$/, '');
}

/** What stands at `path`; a value that is short for a whole section stands for all that is in it. */
function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : value),
    content,
  );
}

/** The keys that the section at `path` may have, found by walking the schema. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const found = path.reduce<unknown>((at, part) => stepInto(unwrap(at), part), schema);
  return Object.keys(shapeOf(unwrap(found)) ?? {});
}

function stepInto(schema: unknown, part: PropertyKey): unknown {
  const shape = shapeOf(schema);
  return shape ? shape[String(part)] : definition(schema)['element'];
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const shape = definition(schema)['shape'];
  return typeof shape === 'object' && shape !== null ? (shape as Record<string, unknown>) : undefined;
}

/** Past optional, default, preprocessing and the like, to the schema that names the keys. */
function unwrap(schema: unknown): unknown {
  const { type, innerType, in: input, out: output } = definition(schema);
  if (innerType !== undefined) return unwrap(innerType);
  if (type === 'pipe') return unwrap(definition(input)['type'] === 'transform' ? output : input);
  return schema;
}

function definition(schema: unknown): Record<string, unknown> {
  return (schema as { def?: Record<string, unknown> } | undefined)?.def ?? {};
}
