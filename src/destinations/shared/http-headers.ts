// The headers that the operator adds to every request: plain ones, secret ones, and credentials.
import { z } from 'zod';
import { CollectorError } from '../../platform/errors.js';
import { text } from '../../platform/fields.js';
import type { Logger } from '../../platform/log.js';
import { type Secret, secret } from '../../platform/secret.js';

const NAMES_FORM =
  'a mapping whose keys are names of HTTP headers, such as X-Source, each once, and none that the connection or the body decides (Host, Content-Type and the like)';
const NAME_FORM = 'the name of an HTTP header, such as X-Source';
const VALUE_FORM = 'text of printable ASCII characters, as an HTTP header can hold it';
/** `token` of RFC 9110, section 5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,200}$/;
const VALUE = /^[\x20-\x7e]+$/;
/** What follows from the connection and the body, and is not the operator's to say. */
const RESERVED = new Set(
  'host connection keep-alive proxy-connection upgrade te trailer transfer-encoding expect content-length content-type content-encoding'.split(
    ' ',
  ),
);

/** The name of a header that a setting may choose. */
export const headerName = z
  .string({ error: NAME_FORM })
  .refine((name) => NAME.test(name) && !RESERVED.has(name.toLowerCase()), { error: NAME_FORM });

const headerValue = text(VALUE_FORM).refine((value) => VALUE.test(value), { error: VALUE_FORM });

/** The settings of a destination whose requests take headers and credentials of the operator's choice. */
export const headerSettings = {
  headers: headersOf(headerValue)
    .default({})
    .describe('Headers for every request, by name. For secret values there is secret_headers.'),
  secret_headers: headersOf(secret())
    .default({})
    .describe('Headers whose values are secrets, by name, each { env: NAME } or { file: PATH }.'),
  bearer_token: secret()
    .optional()
    .describe('A token, sent as "Authorization: Bearer …": { env: NAME } or { file: PATH }.'),
  basic_auth: z
    .strictObject(
      {
        username: text('a user name').describe('The user name; a colon cannot be in it.'),
        password: secret().describe('The password: { env: NAME } or { file: PATH }.'),
      },
      { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'username and password') },
    )
    .refine(({ username }) => !username.includes(':'), {
      error: 'a user name without a colon',
      path: ['username'],
    })
    .optional()
    .describe('User name and password, sent as "Authorization: Basic …".'),
};

export interface HeaderSettings {
  headers: Readonly<Record<string, string>>;
  secret_headers: Readonly<Record<string, Secret>>;
  bearer_token?: Secret | undefined;
  basic_auth?: { username: string; password: Secret } | undefined;
}

/** Refuses settings that would send one header twice; `others` are names that the destination itself sends. */
export function refuseTwice(
  settings: HeaderSettings,
  context: z.core.$RefinementCtx,
  others: readonly string[] = [],
): void {
  const named = [
    ...others,
    ...Object.keys(settings.headers),
    ...Object.keys(settings.secret_headers),
    ...(settings.bearer_token ? ['Authorization'] : []),
    ...(settings.basic_auth ? ['Authorization'] : []),
  ].map((name) => name.toLowerCase());
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice === undefined) return;
  context.addIssue({
    code: 'custom',
    message: `the header ${twice} would be sent twice; expected each in one setting only`,
    params: { isWhole: true },
  });
}

/**
 * The headers with their secrets, read now.
 * @throws CollectorError CONFIG_INVALID where a secret is missing or cannot be sent.
 */
export async function readHeaders(
  settings: HeaderSettings,
  logger: Logger,
): Promise<Readonly<Record<string, string>>> {
  const { headers, secret_headers, bearer_token, basic_auth } = settings;
  const read: Record<string, string> = { ...headers };
  for (const [name, value] of Object.entries(secret_headers)) read[name] = await readForHeader(value, logger);
  if (bearer_token) read['Authorization'] = `Bearer ${await readForHeader(bearer_token, logger)}`;
  if (basic_auth) {
    const pair = `${basic_auth.username}:${await basic_auth.password.read(logger)}`;
    read['Authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return read;
}

/** A secret that is to be sent as a header's value. @throws CollectorError CONFIG_INVALID where no header can hold it. */
export async function readForHeader(source: Secret, logger: Logger): Promise<string> {
  const value = await source.read(logger);
  if (VALUE.test(value)) return value;
  const { place } = source;
  const where = place.kind === 'file' ? `the file ${place.path}` : `the variable ${place.variable}`;
  throw new CollectorError('CONFIG_INVALID', `The secret in ${where} is not ${VALUE_FORM}.`, {
    hint: 'Put the secret there alone, on one line, without anything around it.',
  });
}

function headersOf<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value, { error: NAMES_FORM })
    .refine((headers) => areNames(Object.keys(headers)), {
      error: NAMES_FORM,
    });
}

function areNames(names: readonly string[]): boolean {
  return names.every((name) => headerName.safeParse(name).success);
}
