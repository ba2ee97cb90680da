// The key of a destination's pseudonyms: read once, at the door, and never shown.
import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { protectSecret } from '../platform/secrets.js';
import type { Environment } from './flag-entries.js';
import type { Problem } from './problem.js';

/** Where the key is found; one of the two. */
export interface RedactKeyPlace {
  env?: string | undefined;
  file?: string | undefined;
}

const LEAST_BYTES = 16;
const KEY_FORM = `at least ${LEAST_BYTES} characters, such as "openssl rand -hex 32" prints`;

/**
 * The key, without blanks around it; null after a problem was added to `problems`. A problem does not repeat what was written:
 * a key of letters and digits may stand there by mistake, and looks like a name.
 */
export function resolveRedactKey(
  place: RedactKeyPlace,
  environment: Environment,
  path: string,
  problems: Problem[],
): KeyObject | null {
  const { where, text, state } =
    place.file === undefined ? fromVariable(place.env ?? '', environment) : fromFile(place.file);
  const key = text?.trim() ?? '';
  protectSecret(key);
  const bytes = Buffer.from(key);
  if (bytes.length >= LEAST_BYTES) return createSecretKey(bytes);
  const found = text === null ? state : `holds ${bytes.length} bytes`;
  problems.push({ path, message: `${where} ${found}; expected a key of ${KEY_FORM}` });
  return null;
}

interface Found {
  where: string;
  /** Null where there is none: `state` says why. */
  text: string | null;
  state: string;
}

function fromVariable(name: string, environment: Environment): Found {
  const where = 'the environment variable that it names';
  return { where, text: environment[name] ?? null, state: 'is not set' };
}

function fromFile(path: string): Found {
  const where = 'the file that it names';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    return { where, text, state: '' };
  } catch (error: unknown) {
    return { where, text: null, state: stateOf(error) };
  }
}

function stateOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8 text';
  return 'cannot be read';
}
