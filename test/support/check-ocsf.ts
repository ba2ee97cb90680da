// Holds one OCSF event against test/formats/ocsf-schema.json: the part of the published schema that the product uses.
import { readFileSync } from 'node:fs';

interface Attribute {
  /** A type of values, or where `object` is set, of objects. */
  type: string;
  object?: boolean;
  array?: boolean;
  required?: boolean;
  /** It exists only under one of these. */
  profiles?: readonly string[];
  enum?: Readonly<Record<string, string>>;
  /** The attribute that holds the enum value's name. */
  sibling?: string;
}

interface Definition {
  attributes: Readonly<Record<string, Attribute>>;
  constraints?: { at_least_one?: readonly string[]; just_one?: readonly string[] };
}

interface Schema {
  version: string;
  types: Readonly<Record<string, { json: string; regex?: string; max_len?: number }>>;
  common: Readonly<Record<string, Attribute>>;
  classes: Readonly<Record<string, Definition & { name: string; category: number; category_name: string }>>;
  objects: Readonly<Record<string, Definition>>;
}

export const ocsfSchema: Schema = JSON.parse(
  readFileSync(new URL('../formats/ocsf-schema.json', import.meta.url), 'utf8'),
);

type Members = Readonly<Record<string, unknown>>;
type Complain = (path: string, what: string) => void;

const OTHER = 99;

/** Everything that the schema holds against the event; empty where it is valid. */
export function checkOcsf(event: Members): readonly string[] {
  const complaints: string[] = [];
  const complain: Complain = (path, what) => complaints.push(`${path}: ${what}`);
  const known = ocsfSchema.classes[String(event['class_uid'])];
  if (!known) return [`class_uid: ${event['class_uid']} is not in the schema`];
  const metadata = isObject(event['metadata']) ? event['metadata'] : {};
  const profiles = Array.isArray(metadata['profiles']) ? metadata['profiles'] : [];
  const attributes = { ...ocsfSchema.common, ...known.attributes };
  checkObject(event, { ...known, attributes }, '', profiles, complain);
  const activity = attributes['activity_id']?.enum?.[String(event['activity_id'])];
  const expected: Members = {
    class_name: known.name,
    category_uid: known.category,
    category_name: known.category_name,
    type_uid: Number(event['class_uid']) * 100 + Number(event['activity_id']),
    type_name: `${known.name}: ${activity}`,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (event[name] !== value) complain(name, `${event[name]} instead of ${value}`);
  }
  if (metadata['version'] !== ocsfSchema.version) complain('metadata.version', String(metadata['version']));
  return complaints;
}

function checkObject(
  object: Members,
  definition: Definition,
  path: string,
  profiles: readonly unknown[],
  complain: Complain,
): void {
  const { attributes } = definition;
  const applies = (attribute: Attribute) =>
    attribute.profiles?.some((name) => profiles.includes(name)) ?? true;
  for (const [name, value] of Object.entries(object)) {
    const at = `${path}${name}`;
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (!attribute) complain(at, 'no such attribute');
    else if (!applies(attribute)) complain(at, `only with the profile ${attribute.profiles}`);
    else {
      checkArray(value, attribute, at, complain);
      for (const one of attribute.array && Array.isArray(value) ? value : [value]) {
        checkValue(one, attribute, at, profiles, complain);
      }
      checkSibling(value, attribute, object, at, complain);
    }
  }
  checkPresence(object, definition, path, applies, complain);
}

/** Nothing that is required is missing, and the constraints hold. */
function checkPresence(
  object: Members,
  { attributes, constraints }: Definition,
  path: string,
  applies: (attribute: Attribute) => boolean,
  complain: Complain,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.required && applies(attribute) && object[name] === undefined)
      complain(`${path}${name}`, 'missing');
  }
  const has = (name: string) => object[name] !== undefined;
  const { at_least_one: anyOf, just_one: oneOf } = constraints ?? {};
  if (anyOf && !anyOf.some(has)) complain(path, `at least one of ${anyOf}`);
  if (oneOf && oneOf.filter(has).length !== 1) complain(path, `just one of ${oneOf}`);
}

function checkArray(value: unknown, { array, required }: Attribute, at: string, complain: Complain): void {
  if (Boolean(array) !== Array.isArray(value)) complain(at, array ? 'not an array' : 'an array');
  if (Array.isArray(value) && value.length === 0 && required) complain(at, 'empty');
}

function checkValue(
  value: unknown,
  attribute: Attribute,
  at: string,
  profiles: readonly unknown[],
  complain: Complain,
): void {
  if (attribute.object) {
    const definition = ocsfSchema.objects[attribute.type];
    if (!isObject(value)) complain(at, 'not an object');
    else if (!definition) complain(at, `an object of the unknown type ${attribute.type}`);
    else checkObject(value, definition, `${at}.`, profiles, complain);
    return;
  }
  const type = ocsfSchema.types[attribute.type];
  if (jsonTypeOf(value) !== type?.json) complain(at, `${jsonTypeOf(value)} instead of ${attribute.type}`);
  if (attribute.enum && !Object.hasOwn(attribute.enum, String(value)))
    complain(at, `${value} is not in the enum`);
  if (typeof value !== 'string' || !type) return;
  if (value === '') complain(at, 'empty');
  if (type.max_len !== undefined && value.length > type.max_len) complain(at, 'too long');
  if (type.regex !== undefined && !patternOf(type.regex).test(value))
    complain(at, `no ${attribute.type}: ${value}`);
}

const patterns = new Map<string, RegExp>();

function patternOf(regex: string): RegExp {
  const pattern = patterns.get(regex) ?? new RegExp(regex);
  patterns.set(regex, pattern);
  return pattern;
}

/** A number and its name agree; only `Other` has a name of its own choice, and needs one. */
function checkSibling(
  value: unknown,
  attribute: Attribute,
  object: Members,
  at: string,
  complain: Complain,
): void {
  const name = attribute.sibling === undefined ? undefined : object[attribute.sibling];
  const caption = attribute.enum?.[String(value)];
  if (caption === undefined || attribute.sibling === undefined) return;
  if (value === OTHER && name === undefined) complain(at, `99 without ${attribute.sibling}`);
  if (value !== OTHER && name !== undefined && name !== caption)
    complain(at, `${name} instead of ${caption}`);
}

function jsonTypeOf(value: unknown): string {
  if (isObject(value)) return 'object';
  return Number.isSafeInteger(value) ? 'integer' : typeof value;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
