// The server section: a token where the address can be reached from elsewhere, and its value.
import type { z } from 'zod';
import type { ServerConfig } from './config.js';
import type { Environment } from './flag-entries.js';
import type { Problem } from './problem.js';
import { provideSecrets } from './provide-secrets.js';
import type { NamePath } from './schema-problems.js';
import { isLoopback, type ServerSection } from './server-schema.js';

export function resolveServer(
  section: z.output<typeof ServerSection>,
  isAddressGiven: boolean,
  environment: Environment | null,
  namePath: NamePath,
  problems: Problem[],
): ServerConfig {
  const { listen, token, allowed_hosts } = section;
  const named: NamePath = (path) => namePath(['server', ...path]);
  if (environment) problems.push(...provideSecrets(section, environment, named));
  if (listen && !token && !isLoopback(listen.host)) {
    problems.push({
      path: named(['listen']),
      message: `${listen.host} can be reached from other machines, and server.token is missing; expected a token: { env: NAME } or { file: PATH }, or a loopback address such as 127.0.0.1:${listen.port}`,
    });
  }
  return { address: listen, isAddressGiven, token: token ?? null, allowedHosts: allowed_hosts };
}
