// The API token: read from where the configuration says it is, never kept anywhere else, protected from being printed.
import { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import { LONGEST_SECRET, readSecretFile } from '../platform/secret-file.js';
import { protectSecret } from '../platform/secrets.js';

/** Where a token is found. The value of an environment variable is read at the door; what was typed is in no file yet. */
export type TokenPlace =
  | { kind: 'environment'; variable: string; value: string }
  | { kind: 'file'; path: string }
  | { kind: 'typed'; value: string };

/** A token that may change while the collector runs. */
export interface TokenSource {
  /**
   * The token; a file is read at the first call.
   * @throws CollectorError CONFIG_INVALID where there is none or it cannot be one, saying what to do.
   */
  read(): Promise<string>;
  /** Reads a file again; true where another token stands in it now. What cannot be read leaves the token as it was. */
  renew(): Promise<boolean>;
}

/** Makes a token source for a variable or a file. */
export function createTokenSource(place: TokenPlace, logger: Logger): TokenSource {
  let token: string | undefined;
  const load = async () =>
    place.kind === 'file'
      ? checkToken(await readSecretFile(place.path, logger, 'token file'), `The token file ${place.path}`)
      : checkToken(place.value, nameOf(place));
  return {
    async read() {
      token ??= await load();
      return token;
    },
    async renew() {
      if (place.kind !== 'file') return false;
      try {
        const next = await load();
        const isAnother = next !== token;
        token = next;
        return isAnother;
      } catch (error) {
        if (!(error instanceof CollectorError)) throw error;
        logger.warn(`The token was refused and no other could be read: ${error.message}`);
        return false;
      }
    },
  };
}

function nameOf(place: Exclude<TokenPlace, { kind: 'file' }>): string {
  return place.kind === 'typed' ? 'The token that was typed' : `The environment variable ${place.variable}`;
}

/**
 * Checks and protects a token that comes from `where`; it is returned trimmed.
 * @throws CollectorError CONFIG_INVALID saying what is wrong without showing any of it.
 */
export function checkToken(text: string, where: string): string {
  const token = text.trim();
  protectSecret(token.replace(/^bearer\s+/i, ''));
  const problem = findProblem(token);
  if (problem === undefined) return token;
  throw new CollectorError(
    'CONFIG_INVALID',
    `${where} ${problem}; expected a Workato API token and nothing else.`,
    {
      hint: 'Create one under Workspace admin > API clients. It is shown once: paste it whole, on one line.',
    },
  );
}

function findProblem(token: string): string | undefined {
  if (token === '') return 'is empty';
  if (token.length > LONGEST_SECRET) return `holds more than ${LONGEST_SECRET} characters`;
  if (/^bearer\s/i.test(token)) return 'begins with the word "Bearer"';
  if (/^(["']).*\1$/s.test(token)) return 'has quotation marks around the token';
  if (/\s/.test(token)) return 'holds a blank or line break inside the token';
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds a character that no token has';
}
