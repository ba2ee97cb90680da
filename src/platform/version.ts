// The version of this package, from its package.json.
import { readFileSync } from 'node:fs';

/** As published, such as `1.2.3`. */
export function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const version: unknown = JSON.parse(text)?.version;
  return typeof version === 'string' ? version : 'unknown';
}
