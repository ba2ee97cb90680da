// A secret among the settings: where it is found, and, only when it is used, what it is.
import { z } from 'zod';
import { CollectorError } from './errors.js';
import type { Logger } from './log.js';
import { readSecretFile } from './secret-file.js';
import { protectSecret } from './secrets.js';

/** Where a secret is found. */
export type SecretPlace = { kind: 'environment'; variable: string } | { kind: 'file'; path: string };

/** Knows its place; its value shows in no inspection and no JSON. */
export class Secret {
  readonly place: SecretPlace;
  #value: string | undefined;

  constructor(place: SecretPlace) {
    this.place = place;
  }

  /** Gives the value of an environment variable, read at the door. It is protected from being printed. */
  provide(value: string): void {
    this.#value = value.trim();
    protectSecret(this.#value);
  }

  /**
   * The secret, trimmed. A file is read at each call, so that it can be changed while the collector runs.
   * @throws CollectorError CONFIG_INVALID where there is none, saying what to do.
   */
  async read(logger?: Logger): Promise<string> {
    const { place } = this;
    const [where, text] =
      place.kind === 'file'
        ? [`The file ${place.path}`, await readSecretFile(place.path, logger)]
        : [`The environment variable ${place.variable}`, this.#value ?? ''];
    const value = text.trim();
    protectSecret(value);
    if (value !== '') return value;
    throw new CollectorError('CONFIG_INVALID', `${where} is empty; expected a secret in it.`, {
      hint: 'Put the secret there, alone.',
    });
  }
}

/** What is expected where a secret is asked for. */
export const SECRET_FORM =
  'the place of the secret, never the secret itself: { env: NAME } or { file: /run/secrets/name }';
/** What is expected as its variable. */
export const VARIABLE_FORM = 'the name of an environment variable, not its value';

/** A secret that stands where the name belongs must not be taken for a name, and be printed as one. */
const LIKE_A_SECRET = /^(?=.*\d)[A-Za-z0-9]{20,}$/;

/** A secret in a destination's settings: `{ env: NAME }` or `{ file: PATH }`. */
export function secret() {
  return z
    .strictObject(
      {
        env: z
          .string({ error: VARIABLE_FORM })
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: VARIABLE_FORM })
          .refine((name) => !LIKE_A_SECRET.test(name), { error: VARIABLE_FORM })
          .optional()
          .describe('Name of the environment variable that holds it.'),
        file: z
          .string({ error: 'the path of a file' })
          .min(1, { error: 'the path of a file' })
          .optional()
          .describe('Path of a file that holds it and nothing else.'),
      },
      { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : SECRET_FORM) },
    )
    .transform(({ env, file }, context) => {
      if (env !== undefined && file === undefined) return new Secret({ kind: 'environment', variable: env });
      if (file !== undefined && env === undefined) return new Secret({ kind: 'file', path: file });
      context.addIssue({ code: 'custom', message: SECRET_FORM });
      return z.NEVER;
    });
}
